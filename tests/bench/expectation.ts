/** The shop's model: how long its fit takes, and how well it tells who comes back. */
import { expectedOrders, fitBgNbd } from '../../worker/domain/expectation/bg-nbd.ts'
import { rankingQuality } from '../../worker/domain/expectation/holdout.ts'
import { fitModel } from '../../worker/domain/expectation/model.ts'
import { grouped, summarise } from '../../worker/domain/expectation/summary.ts'
import { byCustomer, CALIBRATED, histories, summaries } from '../domain/expectation/cdnow.ts'
import { LIKE_CDNOW, simulate, TODAY } from '../domain/expectation/simulate.ts'
import type { Report } from './figure.ts'
import { median, timed } from './timing.ts'

const CUSTOMERS = 25_000
const ROUNDS = 3
/** Seconds, one core. */
const BUDGET = 1.5
const HOLDOUT_WEEKS = 39
const AUC = 0.75

export async function expectation(report: Report): Promise<void> {
  const shop = simulate(3, LIKE_CDNOW, CUSTOMERS, 540)
  const distinct = grouped(shop.flatMap((history) => summarise(history, TODAY) ?? [])).length
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const { ms, result } = await timed(() => fitModel(shop, TODAY))
    if (!result.ok) throw new Error(`refused: ${result.reason}`)
    times.push(ms / 1000)
  }
  const note = `both models and the check on 90 days held out; ${distinct} distinct (x, t_x, T)`
  report.atMost(BUDGET, `fit of ${CUSTOMERS} customers`, 's', median(times), note)
  report.atLeast(
    AUC,
    'CDNOW: AUC of who buys in the next 39 weeks',
    '',
    whoComesBack(),
    'by expected orders, calibrated to 1997-09-30',
  )
}

/** On a real shop, with what was known at the end of its calibration. */
function whoComesBack(): number {
  const expected = expectedOrders(fitBgNbd(grouped(summaries(CALIBRATED))).parameters, HOLDOUT_WEEKS)
  const until = CALIBRATED + HOLDOUT_WEEKS * 7
  const scored = histories(CALIBRATED).flatMap((history): [number, number, number][] => {
    const summary = summarise(history, CALIBRATED)
    if (!summary) return []
    const back = byCustomer.get(history.customerId)?.some(({ day }) => day > CALIBRATED && day <= until)
    return [[expected(summary), back ? 1 : 0, back ? 0 : 1]]
  })
  return rankingQuality(scored) ?? 0
}
