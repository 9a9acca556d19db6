/** What there is to do today: reckoned once for the screen and the badges, however often they draw. */
import * as v from 'valibot'
import type { CustomerRow, DisputeRow, OfferRow, ShopRow, TaskRow } from '../../../worker/domain/rows.ts'
import { Settings } from '../../../worker/domain/settings.ts'
import { type Today, todaysTasks } from '../../../worker/domain/today.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { useNow } from '../../store/now.ts'

const MINUTE = 60_000
const NOTHING: Today = { cards: [], summary: { promisesDue: 0, atRisk: 0, hidden: 0 } }

interface Input {
  shop: ShopRow | undefined
  tasks: readonly TaskRow[]
  disputes: readonly DisputeRow[]
  customers: readonly CustomerRow[]
  offers: readonly OfferRow[]
  memberId: string | null
  minute: number
}

let last: { input: Input; today: Today } | null = null

function reckon(input: Input): Today {
  const known = last?.input
  if (last && known && (Object.keys(input) as (keyof Input)[]).every((key) => known[key] === input[key]))
    return last.today
  const { shop, minute, ...rows } = input
  const today = shop
    ? todaysTasks({
        ...rows,
        shop: { timezone: shop.timezone, settings: v.parse(Settings, shop.settings) },
        now: minute * MINUTE,
      })
    : NOTHING
  last = { input, today }
  return today
}

/** Today's cards to the minute. The owner sees everybody's; others their own and what is nobody's. */
export function useToday(): Today {
  const { userId, role } = currentStore().view.state.value
  const input: Input = {
    shop: useTable('shops')[0],
    tasks: useTable('tasks'),
    disputes: useTable('disputes'),
    customers: useTable('customers'),
    offers: useTable('offers'),
    memberId: role === 'owner' ? null : userId,
    minute: Math.floor(useNow() / MINUTE),
  }
  return reckon(input)
}
