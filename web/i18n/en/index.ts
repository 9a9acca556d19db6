import type { Shape } from '../types.ts'
import type { zhCN } from '../zh-CN/index.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { importing } from './import.ts'
import { more } from './more.ts'
import { today } from './today.ts'
import { winBack } from './win-back.ts'

export const en: Shape<typeof zhCN> = { common, today, customers, disputes, winBack, more, import: importing, account }
