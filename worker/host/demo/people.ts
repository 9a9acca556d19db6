import type { Random } from './prng.ts'

/** A made-up buyer. Names are drawn character by character, streets do not exist, and no carrier hands out 154. */
export interface Person {
  accountId: string
  nickname: string
  name: string
  phone: string
  address: string
}

const SURNAMES = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范',
]
const GIVEN = [
  ...'安柏冰晨初丹冬朵帆芳菲枫涵禾荷恒华慧吉佳嘉健静娟君俊凯可岚乐蕾丽莉林琳玲璐曼梅萌敏明娜宁诺沛平青晴然蓉瑞若珊诗书思松素棠婷彤薇文汐夏晓欣星雪雅妍彦怡艺茵颖悠雨玉媛远悦云泽芷舟竹卓紫',
]
const PLACES = [
  ['浙江省杭州市', ['西湖区', '余杭区', '拱墅区', '滨江区']],
  ['浙江省宁波市', ['鄞州区', '海曙区']],
  ['上海市', ['浦东新区', '徐汇区', '杨浦区', '闵行区']],
  ['江苏省南京市', ['鼓楼区', '江宁区']],
  ['江苏省苏州市', ['姑苏区', '吴中区']],
  ['广东省广州市', ['天河区', '番禺区', '海珠区']],
  ['广东省深圳市', ['南山区', '福田区', '龙岗区']],
  ['北京市', ['朝阳区', '海淀区', '通州区']],
  ['四川省成都市', ['武侯区', '锦江区', '青羊区']],
  ['湖北省武汉市', ['洪山区', '武昌区']],
  ['福建省福州市', ['鼓楼区', '仓山区']],
  ['福建省厦门市', ['思明区', '湖里区']],
  ['山东省青岛市', ['市南区', '崂山区']],
  ['陕西省西安市', ['雁塔区', '碑林区']],
  ['湖南省长沙市', ['岳麓区', '天心区']],
  ['辽宁省沈阳市', ['和平区', '浑南区']],
] as const
const ROADS = '青禾路 听泉路 云溪路 半山街 望舒路 采薇街 松月路 锦年路 拾光街 鹿鸣东路 溪口街 知秋路'.split(' ')
const ESTATES = '云栖苑 听雨轩 半亩塘 青藤里 禾风家园 松间公寓 望山居 清和坊'.split(' ')
const WORDS =
  '山茶 一杯茶 小满 阿舟 木木 喝茶去 南风 白露 老林 橘子 豆沙 闲云 松果 糯米 青提 西瓜 半夏 清欢 麦子 阿禾 茶小二 云朵 石头 拾一 棉花糖 小鹿 大橙子 晚风 初一 花生'.split(
    ' ',
  )
const TAILS = ['', '', '', ...'呀 酱 同学 不加糖 在路上 的日常 爱喝茶 她妈 家的猫 本人 慢慢来 先生 小姐'.split(' ')]

const digits = (random: Random, count: number): string => Array.from({ length: count }, () => random.int(0, 9)).join('')

const realName = (random: Random): string =>
  random.pick(SURNAMES) + random.pick(GIVEN) + (random.chance(0.62) ? random.pick(GIVEN) : '')

const phone = (random: Random): string => `154${digits(random, 8)}`

const address = (random: Random): string => {
  const [city, districts] = random.pick(PLACES)
  const house = `${random.pick(ROADS)}${random.int(1, 399)}号`
  const flat = `${random.int(1, 18)}幢${random.int(1, 28)}0${random.int(1, 6)}室`
  return `${city}${random.pick(districts)}${house}${random.chance(0.7) ? random.pick(ESTATES) : ''}${flat}`
}

/** Whoever a present is sent to: someone else's name, phone and address. */
export const recipient = (random: Random): Pick<Person, 'name' | 'phone' | 'address'> => ({
  name: realName(random),
  phone: phone(random),
  address: address(random),
})

/** The `n`th buyer; `n` keeps account ids apart. */
export function person(random: Random, n: number): Person {
  const number = String(n).padStart(4, '0')
  const nickname = random.chance(0.2)
    ? `tb${digits(random, 4)}${number}`
    : random.pick(WORDS) + random.pick(TAILS) + (random.chance(0.4) ? random.int(1, 99) : '')
  return { accountId: `b${digits(random, 6)}${number}`, nickname, ...recipient(random) }
}
