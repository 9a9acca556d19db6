import type { Dictionary } from '../index.ts'
import type { Shape } from '../types.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { importing } from './import.ts'
import { more } from './more.ts'
import { overview } from './overview.ts'
import { products } from './products.ts'
import { segments } from './segments.ts'
import { tierHistory } from './tier-history.ts'
import { today } from './today.ts'
import { winBack } from './win-back.ts'

export const en: Shape<Dictionary> = {
  common,
  today,
  customers,
  overview,
  products,
  segments,
  disputes,
  winBack,
  more,
  import: importing,
  account,
  tierHistory,
}
