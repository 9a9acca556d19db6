/** How to behave at each step of a dispute: one quiet line on its screen. */
import type { DisputeStep, ShopRow } from './rows.ts'

export const MANNER: Readonly<Record<ShopRow['locale'], Readonly<Record<DisputeStep, string>>>> = {
  'zh-CN': {
    listen: '让对方把话说完。先不解释，也不急着判断谁对谁错。',
    analyse: '站到对方的位置想一想：难受的是东西，还是我们对人的方式？',
    resolve: '语气平稳，说清做什么、哪天做完。就算不是我们的错，也尽快告诉对方，附一句用得上的建议。',
    record: '写事实，不写情绪。这条经验要让下一个人看得懂。',
    'follow-up': '问完就听。还不满意，说明对方愿意再给一次机会。',
    closed: '这一页翻过去了，下次来照常招呼。',
  },
  en: {
    listen: 'Let them finish. Don’t explain yet, and don’t decide who is right.',
    analyse: 'Stand in their place: is it the thing that hurts, or how they were treated?',
    resolve:
      'Stay even. Say what you will do and by which day. If it isn’t your fault, tell them soon all the same, with advice they can use.',
    record: 'Write facts, not feelings. The next person should be able to learn from it.',
    'follow-up': 'Ask, then listen. If they are still unhappy, they are giving you another chance.',
    closed: 'This page is turned. Next time, greet them as always.',
  },
}
