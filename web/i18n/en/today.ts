import type { Shape } from '../types.ts'
import type { today as base } from '../zh-CN/today.ts'

export const today: Shape<typeof base> = {
  title: 'Today',
  kind: {
    promise: 'Keep a promise',
    'follow-up': 'Follow up',
    'win-back': 'Win back',
    'win-back-check': 'See if they came back',
  },
  status: { open: 'To do', done: 'Done', cancelled: 'Cancelled' },
}
