import { account } from './account.ts'
import { common } from './common.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { today } from './today.ts'
import { winBack } from './win-back.ts'

/** The base dictionary: its shape is what every other language has to fill. */
export const zhCN = { common, today, customers, disputes, winBack, account }
