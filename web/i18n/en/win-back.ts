import type { Shape } from '../types.ts'
import type { winBack as base } from '../zh-CN/win-back.ts'

export const winBack: Shape<typeof base> = {
  title: 'Win-back',
  status: { draft: 'Draft', sent: 'Sent', cancelled: 'Cancelled', returned: 'Came back', expired: 'Expired' },
  kind: { percent: 'Percent off', amount: 'Money off', gift: 'Gift' },
  channel: {
    wangwang: 'WangWang',
    wechat: 'WeChat',
    sms: 'SMS',
    phone: 'Phone',
    email: 'E-mail',
    share: 'Another app',
    copy: 'Copied and sent',
  },
}
