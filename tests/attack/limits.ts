/** Guessing and flooding on a running host: how much is let through, and whether anybody honest is kept out by it. */

import { COMPLAINTS_A_PLACE, COMPLAINTS_CROWD } from '../../worker/domain/buyer-limits.ts'
import { linkToken } from '../../worker/domain/buyer-page.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { type Answer, PASSWORD, type Phone, type TestWorker } from '../support/worker.ts'

export interface LimitReport {
  tried: number
  refused: number
  /** Let through beyond the limit, or honest and turned away. */
  wrong: string[]
}

/** Of one place: five at once, and one after each wait, which doubles from a second; more than a minute is not spent. */
const GUESSES_OF_A_PLACE = 5 + 6
const newToken = () => linkToken(crypto.getRandomValues(new Uint8Array(16)))

export async function attackLimits(worker: TestWorker): Promise<LimitReport> {
  const report: LimitReport = { tried: 0, refused: 0, wrong: [] }
  const owner = await worker.signUp()
  await guess(worker, owner.email, report)
  await complain(worker, owner, report)
  return report
}

async function guess({ request }: TestWorker, email: string, report: LimitReport): Promise<void> {
  const from = (place: string, password: string, cookie = 'none=1') =>
    request('POST', '/api/session/sign-in', {
      cookie,
      headers: { 'cf-connecting-ip': place },
      body: { email, password },
    })
  const own = await from('203.0.113.1', PASSWORD)
  const device = own.headers.getSetCookie().find((each) => /device=/.test(each))
  const one = await flood(60, report, () => from('203.0.113.2', 'not this one at all'))
  atMost(GUESSES_OF_A_PLACE, 'guesses of one place', count(one, 401), report)
  // A header that anybody can write makes no other place of it.
  const forged = await flood(30, report, (n) =>
    request('POST', '/api/session/sign-in', {
      cookie: 'none=1',
      headers: { 'cf-connecting-ip': '203.0.113.2', 'x-real-ip': `198.51.100.${n}`, forwarded: `for=198.51.100.${n}` },
      body: { email, password: 'not this one at all' },
    }),
  )
  atMost(GUESSES_OF_A_PLACE, 'guesses with forged headers', count(forged, 401), report)
  await flood(240, report, (n) => from(`198.51.100.${n % 60}`, 'not this one either'))
  honest('the owner, on a device of theirs', await from('203.0.113.1', PASSWORD, device?.split(';')[0]), 200, report)
}

async function complain({ request }: TestWorker, owner: Phone, report: LimitReport): Promise<void> {
  const link = async () => {
    const token = newToken()
    const expiresAt = Date.now() + 30 * DAY_MS
    await owner.mutate('link.create', {
      ...{ id: newId(), kind: 'complain', disputeId: null, customerId: null, token, expiresAt },
    })
    return `bl_${owner.shopId}.${token}`
  }
  const by = (key: string, place: string) =>
    request('POST', '/api/b/complain', {
      key,
      headers: { 'cf-connecting-ip': place },
      body: { id: newId(), token: newToken(), words: '杯子到手就裂了' },
    })
  const flooded = await link()
  const one = await flood(60, report, () => by(flooded, '203.0.113.7'))
  atMost(COMPLAINTS_A_PLACE, 'complaints of one place', count(one, 201), report)
  const many = await flood(60, report, (n) => by(flooded, `198.51.100.${n % 20}`))
  const crowd = COMPLAINTS_CROWD + 20
  atMost(crowd, 'complaints by one link from 21 places', count(one, 201) + count(many, 201), report)
  honest('a buyer by the flooded link', await by(flooded, '192.0.2.9'), 201, report)
  honest('a buyer by another link', await by(await link(), '203.0.113.7'), 201, report)
}

/** So many, a few at once. */
async function flood(times: number, report: LimitReport, ask: (n: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const one = async () => {
    while (next < times) answers.push(await ask(next++))
  }
  await Promise.all(Array.from({ length: 6 }, one))
  report.tried += times
  report.refused += answers.filter(({ status }) => status === 429 || status === 401).length
  for (const { status } of answers) if (status >= 500) report.wrong.push(`answered ${status}`)
  return answers
}

const count = (answers: Answer[], status: number): number => answers.filter((each) => each.status === status).length

function atMost(most: number, what: string, found: number, { wrong }: LimitReport): void {
  if (found > most) wrong.push(`${what}: ${found} let through, at most ${most} may be`)
}

function honest(who: string, { status }: Answer, wanted: number, { wrong }: LimitReport): void {
  if (status !== wanted) wrong.push(`${who} was answered ${status}`)
}
