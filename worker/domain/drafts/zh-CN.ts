import type { DraftSet } from './draft.ts'

/** 回复草稿：像个实在的店主那样说话，具体、有温度、不卑微。 */
export const draftsZh: DraftSet = {
  locale: 'zh-CN',

  firstReply: [
    '{nickname}你好，我是{shop}的。你说的{product}的情况我看到了，现在就去查，查清楚马上回来告诉你，不让你干等。',
    '{nickname}，收到了，谢谢你把情况说得这么清楚。{product}出这样的事，换成我也不会高兴。我先核对订单和发货记录，再给你一个明确的说法。',
    '{nickname}你好，让你遇到这种事，先跟你说声抱歉。方便的话在这里发一张{product}的照片，我好快点弄清是哪一步出了问题。',
    '{nickname}，你的话我逐字看完了。这件事由我来跟，不会让你换个人再讲一遍。你最希望我们怎么处理？先告诉我，我照着去想办法。',
    '{nickname}你好，{product}的事我记下来了。东西和包装先留一留，别急着扔，我查完就把处理办法发给你。',
  ],

  causes: {
    expectation: [
      {
        cause: 'over-promise',
        text: '{nickname}，答应过你的没做到，是我们不对，不找理由。{remedy}已经在安排，最晚{date}落实。往后做不到的，我们不会先说出口。',
      },
      {
        cause: 'oversold',
        text: '{nickname}你好，说实话，{product}是我们卖超了，库存没对上，让你白等一场。我们给你{remedy}，最晚{date}办好；想换一款的话，我帮你留着挑。',
      },
      {
        cause: 'concealed-condition',
        text: '{nickname}，{product}的这个情况，你下单前就该知道。我们没写在明处，责任在我们。{remedy}马上办，最晚{date}完成，页面的说明也补上。',
      },
      {
        cause: 'need-misread',
        text: '{nickname}，当时没问清你要拿来做什么，推荐的{product}不合用，是我们的疏忽。我们给你{remedy}，最晚{date}办好。你再说说怎么用，我重新帮你看一款。',
      },
      {
        cause: null,
        text: '{nickname}，我把页面和聊天记录重新看了一遍，确实是我们没说清，让你以为{product}是另一个样子。这次给你{remedy}，最晚{date}办好，说明我也改掉。',
      },
      {
        cause: null,
        text: '{nickname}你好，你想要的和收到的{product}对不上，这个落差我明白。我们的处理是：{remedy}，最晚{date}。要是你觉得有更合适的办法，直接跟我说。',
      },
    ],
    quality: [
      {
        cause: 'defect',
        text: '{nickname}，{product}确认是做工上的毛病，我们认。{remedy}已经在办，最晚{date}到位。同一批货我会再翻一遍，不让下一个人碰上。',
      },
      {
        cause: 'transit-damage',
        text: '{nickname}，{product}是路上压坏的，说到底是包装没扛住。责任我们先担，不用你去找快递。{remedy}最晚{date}办好，这款的箱子我们换厚的。',
      },
      {
        cause: 'minor-flaw',
        text: '{nickname}，你说的这处瑕疵我看到了。地方不大，可花钱买新的，谁都想要完好的。我们给你{remedy}，最晚{date}办好。心里还过不去的话，我们再商量。',
      },
      {
        cause: 'misuse',
        text: '{nickname}，我看下来，{product}是用的时候伤到的，我们也该早点把用法讲清楚。这次我们可以做的是：{remedy}，最晚{date}。下次照着说明来，能用久很多。',
      },
      {
        cause: null,
        text: '{nickname}，照片我看了，{product}这样确实不该发到你手上。我们给你{remedy}，最晚{date}办好。',
      },
      {
        cause: null,
        text: '{nickname}你好，{product}的问题查清了，出在我们这边，跟你怎么用没关系。处理办法：{remedy}，最晚{date}。这期间有什么不方便，跟我说。',
      },
    ],
    service: [
      {
        cause: 'attitude',
        text: '{nickname}，有问题好好说就是了，我们的人却先顶了回去，这是我们错。我跟你道歉，也会跟同事当面谈。{product}这边{remedy}，最晚{date}办好。',
      },
      {
        cause: 'pushy-selling',
        text: '{nickname}，你只想买自己要的，我们却一个劲地推别的，换谁都烦。{product}这一单我们给你{remedy}，最晚{date}办好。往后你不问，我们不推。',
      },
      {
        cause: 'product-ignorance',
        text: '{nickname}，你问{product}的时候我们没答准，害你买错了，是我们功课没做够。{remedy}最晚{date}办好。还想知道什么尽管问，我弄清楚了再答你。',
      },
      {
        cause: null,
        text: '{nickname}，聊天记录我从头看到尾，你说得对，这样回话让人心里不舒服。我替{shop}跟你道歉。接下来由我办：{remedy}，最晚{date}。',
      },
      {
        cause: null,
        text: '{nickname}你好，你生气的不只是{product}，还有我们对待你的方式，这一点我听懂了。我们会给你{remedy}，最晚{date}。之后有事还是找我，不用从头再讲。',
      },
    ],
    fulfilment: [
      {
        cause: 'late',
        text: '{nickname}，{product}比说好的晚了，耽误你用，抱歉。我已经在催，这次给你{remedy}，最晚{date}落实。要是已经用不上了，告诉我，我们按你的意思来。',
      },
      {
        cause: 'lost',
        text: '{nickname}，{product}在路上找不到了。找件是我们跟快递的事，不该让你等着。{remedy}现在就安排，最晚{date}。',
      },
      {
        cause: 'wrong-item',
        text: '{nickname}，核对过了，是我们拣错了货。你要的{product}，我们给你{remedy}，最晚{date}办好。发错的那件怎么退、运费谁出，都由我们来安排。',
      },
      {
        cause: 'wrong-quantity',
        text: '{nickname}，我对过出库单，{product}的数量是我们弄错了，你没数错。{remedy}最晚{date}办好，到了麻烦你再点一遍。',
      },
      {
        cause: null,
        text: '{nickname}，{product}这一单我从出库查到现在，是我们这头出的岔子。处理办法：{remedy}，最晚{date}。有新进展我主动告诉你，不用你来催。',
      },
      {
        cause: null,
        text: '{nickname}你好，东西没能好好到你手上，你着急我明白。我们给你{remedy}，最晚{date}办好，这一单我一直盯着。',
      },
    ],
  },

  buyerFault: [
    '{nickname}，结果出来了，先告诉你：{product}这次的问题出在使用上，不是东西本身。我知道这不是你想听的。你先照说明的步骤重新试一遍，还不行就找我，我们一起看。',
    '{nickname}你好，我核对过了，下单时选的就是这个规格，我们是照单发的。{product}没用过的话可以换，运费要你来出。想换的话先说说你的情况，我帮你看准了再发。',
    '{nickname}，{product}我仔细看过，是清洗保养的方法伤到的，所以退换这次办不了。我们可以做的是：{remedy}。以后照着标签上的办法来，能用很久。',
    '{nickname}，{product}是按下单时填的地址送的，所以去了旧地址。我正在问能不能转送，有结果就告诉你。下次下单前看一眼地址栏，能少折腾一趟。',
    '{nickname}你好，这次的责任不在{product}，也不在快递，直说比让你等着强。能帮的我还是帮：{remedy}，最晚{date}。用法上拿不准的，先问我再动手。',
  ],

  followUp: [
    '{nickname}你好，我是{shop}的。{product}的事办完几天了，想问一句：现在还好吗？有没有哪里还不满意？',
    '{nickname}，上次说好的{remedy}，落实了吗？跟你想的一不一样、质量、我们办事的样子，这三样从一到五你各打几分？照实说就行。',
    '{nickname}你好，回来问问{product}：跟你想的一样吗？质量过关吗？我们处理得让你舒服吗？哪一样不行，我接着办。',
    '{nickname}，事情办完不等于你满意，所以再来问一声。要是还有疙瘩，直接讲，我们重新来过。',
    '{nickname}你好，{product}后来没再出问题吧？不用客气，有就说，这一单我还跟着。',
  ],

  unknown: { nickname: '亲', product: '这件东西', remedy: '【怎么补救】', date: '【哪一天】', shop: '店里' },
  today: '今天',
  remedies: {
    refund: '全额退款',
    'part-refund': '部分退款',
    resend: '补发',
    exchange: '换货',
    coupon: '一张下次用的优惠券',
    repair: '免费维修',
    explanation: '一份清楚的说明',
    apology: '正式道歉',
  },
}
