/** What the people of the demo shop write. `{nickname}` and `{product}` are filled in. */
import type { RemedyKind } from '../../domain/rows.ts'

export const fill = (text: string, values: { nickname: string; product: string }): string =>
  text.replaceAll('{nickname}', values.nickname).replaceAll('{product}', values.product)

export const REPLIES: readonly string[] = [
  '{nickname}你好，{product}的情况我看到了，现在就去查，查清楚马上告诉你。',
  '{nickname}，让你遇到这种事，先说声抱歉。我核对一下发货记录，很快给你答复。',
  '收到了，谢谢你说得这么清楚。{product}的事由我来跟，不会让你再讲一遍。',
  '{nickname}你好，换成我也不高兴。我去问一下打包的同事，弄明白了就来找你。',
  '{nickname}，方便的话发张{product}的照片，我好快点判断是哪一步出了问题。',
]

export const TOLD: Readonly<Record<RemedyKind, string>> = {
  refund: '{nickname}，这件{product}给你全额退，东西先留着不用寄回，退款我盯着到账。',
  'part-refund': '{nickname}，给你退一部分差价，{product}你留着用。要是还觉得不合适，再跟我说。',
  resend: '{nickname}，{product}今天就重新发一份，换了厚箱子，单号出来第一时间告诉你。',
  exchange: '{nickname}，{product}给你换，来回运费我们出，新的先发，旧的不急着寄。',
  coupon: '{nickname}，这次没做好，给你补一张券，下次直接减。这件事我们已经改了。',
  repair: '{nickname}，{product}寄回来我们修，运费我们出，修好先拍照给你看。',
  explanation: '{nickname}，{product}的用法我整理了一份发你，照着做就好，有问题随时问我。',
  apology: '{nickname}，这件事是我们不对，跟你道歉。已经和同事说清楚了，不会再有第二次。',
}

export const DONE: Readonly<Record<RemedyKind, string>> = {
  refund: '全额退款，当天到账，没让客人寄回。',
  'part-refund': '退了差价，客人留下了东西。',
  resend: '重新发了一份，单独打包，已签收。',
  exchange: '换了一件新的，来回运费由店里出。',
  coupon: '补了券，客人已经收到。',
  repair: '寄回窑口修好，拍照确认后寄出。',
  explanation: '讲清了用法，发了保养步骤。',
  apology: '店主亲自道歉，内部说明了情况。',
}

export const ATTEMPTS: readonly string[] = ['留了言，没回', '消息已读，没有回复', '换了个时间再问，还是没回']
export const HAPPY: readonly string[] = [
  '处理得挺快，下次还来',
  '态度不错，没再让我操心',
  '说到做到，可以',
  '新的收到了，很好',
  '算是满意吧',
]
export const UNHAPPY: readonly string[] = [
  '东西是补了，可没人跟我解释为什么',
  '回得太慢，感觉在应付我',
  '钱退了，但话说得还是让人不舒服',
]
