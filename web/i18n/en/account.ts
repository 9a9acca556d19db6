import type { Shape } from '../types.ts'
import type { account as base } from '../zh-CN/account.ts'

export const account: Shape<typeof base> = {
  role: { owner: 'Owner', agent: 'Agent', viewer: 'Viewer' },
}
