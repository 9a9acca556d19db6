/**
 * One spelling for what buyers type: simplified characters, half-width signs, lower case, common slips of the input
 * method and dialect words. Every replacement keeps the length, so a place in the folded text is that place in the
 * buyer's own.
 */

/** Traditional and dialect characters, each followed by what it is read as. Only those met in talk about goods. */
const CHARACTERS =
  '這这個个們们來来沒没發发貨货東东買买賣卖錢钱還还裡里裏里為为麼么嗎吗說说話话請请問问題题讓让給给對对錯错誤误號号碼码顏颜紅红藍蓝綠绿黃黄圖图網网頁页實实際际樣样質质價价壞坏爛烂損损壓压斷断裝装櫃柜門门' +
  '開开關关機机電电燈灯線线頭头縫缝鬆松緊紧長长寬宽遞递運运輸输單单訂订簽签達达週周現现時时間间點点鐘钟過过遲迟後后從从聯联絡络繫系應应該该態态氣气罵骂嗆呛語语講讲聽听見见覺觉認认識识專专業业員员銷销廣广' +
  '訊讯煩烦擾扰強强費费險险貴贵賺赚騙骗虛虚偽伪廢废標标準准寫写載载與与無无數数兩两雙双隻只條条張张塊块顆颗補补餘余總总變变換换選选別别適适體体腳脚褲裤襪袜帶带釦扣鈕钮鍵键彈弹響响聲声聞闻膠胶鐵铁銹锈鏽锈' +
  '黴霉蟲虫髒脏汙污漬渍劃划細细輕轻丟丢縮缩燒烧燙烫溫温熱热涼凉凍冻濕湿漲涨瀉泻藥药醫医盤盘壺壶鍋锅蓋盖紙纸傷伤轉转動动僅仅剛刚纔才卻却雖虽憑凭據据啟启舊旧陳陈鮮鲜內内臉脸膚肤髮发媽妈兒儿孫孙婦妇貓猫養养' +
  '歲岁學学書书報报畫画筆笔車车輪轮飛飞風风雲云島岛國国庫库倉仓場场廠厂產产製制備备齊齐屬属處处辦办務务賠赔償偿顧顾經经濟济練练慣惯亂乱團团圓圆園园夠够壯壮夾夹奪夺獎奖寶宝導导將将屆届層层嶄崭幣币幫帮幹干' +
  '幾几廳厅異异徵征憂忧懷怀懸悬戲戏戶户拋抛挾挟捨舍掃扫掛挂採采擔担擇择擊击擋挡擠挤攝摄敗败敘叙斂敛於于曬晒會会極极構构樂乐樓楼檔档檢检權权歡欢歷历殘残毀毁決决況况淨净淺浅減减測测滿满滾滚滲渗潔洁濃浓災灾' +
  '爭争爺爷牆墙狀状獨独環环瑪玛畢毕當当療疗盡尽監监睏困確确禮礼種种稱称穩稳窮穷窩窝競竞簡简糧粮約约紀纪級级純纯紗纱紋纹納纳終终組组結结統统絲丝綁绑綫线維维緣缘編编緩缓縣县績绩織织繞绕繡绣續续罷罢義义習习' +
  '聖圣膽胆臨临興兴舉举艙舱薦荐藝艺蘋苹蘭兰虧亏術术衛卫衝冲複复規规視视親亲觀观觸触計计訓训記记許许訴诉診诊詐诈評评詢询試试詳详諉诿諾诺謊谎謝谢證证譯译議议護护譽誉讀读豐丰負负財财責责貼贴資资賓宾贈赠贊赞' +
  '贏赢趕赶跡迹踐践蹤踪軟软較较輛辆輯辑農农進进遊游遠远邊边郵邮鄰邻醜丑釋释針针鈴铃鉤钩銀银銅铜鋒锋鋼钢錶表鎖锁鏈链鏡镜閃闪閉闭闆板陰阴陽阳隊队階阶隨随隱隐雜杂雞鸡離离難难靜静頂顶項项順顺預预領领頻频願愿' +
  '類类顯显飯饭飲饮餅饼餓饿館馆駕驾驗验驚惊鬧闹魚鱼鹹咸麗丽麥麦黏粘齒齿龍龙妳你喫吃衹只祇只佈布並并係是唔不冇没嘅的佢他畀给俾给咗了喺在咩啥哋们嘢货啲些嗰那諗想攞拿俺我咋怎忒太恁太嘞了侬你孬坏著着'
/** Slips and net spellings, pairs of one length. */
const SLIPS =
  '质亮质量智量质量克服客服法货发货发或发货收获收货收或收货发措发错发搓发错楼发漏发陋发漏发漏法漏发少法少发快第快递快弟快递块递快递' +
  '暇疵瑕疵霞疵瑕疵瑕次瑕疵划恒划痕刮恒刮痕态渡态度泰度态度辣鸡垃圾肿么怎么神马什么灰常非常木有没有米有没有莫得没有木得没有冇得没有喝适合适和适合适' +
  '尺马尺码破孙破损差平差评包庄包装物留物流退或退货麻反麻烦脱现脱线别个别人缺获缺货没或没货断或断货' +
  '签受签收丢健丢件推消推销推肖推销敷演敷衍付衍敷衍'

const ONE = new Map<string, string>()
for (let i = 0; i + 1 < CHARACTERS.length; i += 2) ONE.set(CHARACTERS.charAt(i), CHARACTERS.charAt(i + 1))
const PAIRS = new Map<string, string>()
for (let i = 0; i + 3 < SLIPS.length; i += 4) PAIRS.set(SLIPS.slice(i, i + 2), SLIPS.slice(i + 2, i + 4))
const SLIP = new RegExp([...PAIRS.keys()].join('|'), 'g')

function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  const half = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit
  const lower = half.toLowerCase()
  const one = lower.length === 1 ? lower : half
  return ONE.get(one) ?? (one === '’' ? "'" : one)
}

/** Further UTF-16 units than these are not read: a longer text has said what it is about by then. */
const READ_UNITS = 1_200

/** The text in one spelling, unit for unit as long as it was, up to where it is read. */
export function fold(text: string): string {
  let folded = ''
  const end = Math.min(text.length, READ_UNITS)
  for (let i = 0; i < end; i += 1) folded += foldUnit(text.charAt(i))
  return folded.replace(SLIP, (slip) => PAIRS.get(slip) ?? slip)
}
