import type { Dictionary } from '../index.ts'
import type { Shape } from '../types.ts'
import { account } from './account.ts'
import { coming } from './coming.ts'
import { common } from './common.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { evidence } from './evidence.ts'
import { handling } from './handling.ts'
import { importing } from './import.ts'
import { intake } from './intake.ts'
import { join } from './join.ts'
import { learning } from './learning.ts'
import { more } from './more.ts'
import { overview } from './overview.ts'
import { privacy } from './privacy.ts'
import { products } from './products.ts'
import { reach } from './reach.ts'
import { reviewing } from './reviewing.ts'
import { segments } from './segments.ts'
import { self } from './self.ts'
import { tierHistory } from './tier-history.ts'
import { today } from './today.ts'
import { winBack } from './win-back.ts'

export const en: Shape<Dictionary> = {
  coming,
  evidence,
  common,
  today,
  customers,
  overview,
  privacy,
  products,
  reach,
  reviewing,
  segments,
  self,
  disputes,
  handling,
  learning,
  winBack,
  more,
  import: importing,
  intake,
  join,
  account,
  tierHistory,
}
