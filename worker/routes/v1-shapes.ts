/** How rows look in API v1: money as decimal strings, times as ISO 8601. */
import type { StoredModel } from '../../db/queries/recompute.ts'
import { familyOf } from '../domain/causes.ts'
import { expecting } from '../domain/expectation/expected.ts'
import { explain } from '../domain/explain.ts'
import { endOfDay } from '../domain/local-day.ts'
import { currencyExponent, toDecimalString } from '../domain/money.ts'
import type { CustomerRow, DisputeRow, Figures, ShopRow } from '../domain/rows.ts'
import { parseInstant, zonedToUtc } from '../domain/time.ts'
import type { Why } from '../domain/why.ts'
import { ApiError } from '../errors.ts'

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** Reasons one after the other, as sentences in the shop's language. */
export function sentences(whys: readonly Why[], shop: ShopRow): string {
  const [stop, gap] = shop.locale === 'en' ? ['.', ' '] : ['。', '']
  return whys.map((why) => explain(why, shop.locale, { currency: shop.currency }, shop.timezone) + stop).join(gap)
}

/** Money of the model in the currency's main unit. */
export function apiModel(stored: StoredModel | null, shop: ShopRow) {
  if (!stored) return { reason: 'no-run' }
  const { fit, asOf } = stored
  if (!fit.ok) {
    const { ok: _, ...refusal } = fit
    return refusal
  }
  const { bgnbd, gammaGamma, check } = fit
  const unit = 10 ** currencyExponent(shop.currency)
  return {
    bgnbd,
    gammaGamma: gammaGamma && { ...gammaGamma, v: gammaGamma.v / unit },
    unit: 'week',
    asOf: iso(asOf),
    check,
  }
}

type Expecting = ReturnType<typeof expecting>

/** Of the models asked last: what customers share is then worked out once for many pages. A few, as each remembers much. */
const asked = new Map<string, Expecting>()
const MODELS_KEPT = 4

function expectingBy({ fit, asOf }: StoredModel, { timezone, settings }: ShopRow): Expecting | null {
  if (!fit.ok) return null
  const days = settings.expectation.days
  const key = JSON.stringify([fit.bgnbd, fit.gammaGamma, fit.spend, asOf, timezone, days])
  const made = asked.get(key) ?? expecting(fit, { asOf, timezone, days })
  asked.delete(key)
  asked.set(key, made)
  for (const oldest of asked.keys()) if (asked.size > MODELS_KEPT) asked.delete(oldest)
  return made
}

/** What the model in force expects of customers, one question for a whole page. */
export function apiExpected(stored: StoredModel | null, shop: ShopRow) {
  const { currency } = shop
  const expected = stored && expectingBy(stored, shop)
  return (figures: Figures | null) => {
    const found = expected && figures ? expected(figures) : null
    return (
      found && {
        orders: found.orders,
        value: toDecimalString(found.value, currency),
        days: found.days,
        basis: 'model',
        backBy: iso(found.backBy),
      }
    )
  }
}

/** @param contacts whether the caller may know how to reach them; without, the row comes without them too */
export function apiCustomer(
  customer: CustomerRow,
  shop: ShopRow,
  expected: ReturnType<typeof apiExpected>,
  contacts: boolean,
) {
  const figures = customer.figures
  const money = (minor: number) => toDecimalString(minor, shop.currency)
  return {
    id: customer.id,
    accountId: customer.accountId,
    nickname: customer.nickname,
    ...(contacts && { name: customer.name, phone: customer.phone, email: customer.email }),
    tier: customer.tier,
    rfm: figures?.class ? { r: figures.r, f: figures.f, m: figures.m, class: figures.class } : null,
    stage: figures?.stage ?? 'prospect',
    orders: figures?.orders ?? 0,
    net: money(figures?.net ?? 0),
    windowNet: money(figures?.windowNet ?? 0),
    lastOrderAt: iso(figures?.lastOrderAt ?? null),
    expected: expected(figures),
    why: sentences(figures?.why ?? [], shop),
  }
}

export function apiDispute(dispute: DisputeRow, shop: ShopRow) {
  const cause = dispute.confirmedCause ?? dispute.cause
  const money = (minor: number) => toDecimalString(minor, shop.currency)
  return {
    id: dispute.id,
    customerId: dispute.customerId,
    orderId: dispute.orderId,
    orderRef: dispute.orderRef,
    product: dispute.product,
    carrier: dispute.carrier,
    channel: dispute.channel,
    source: dispute.source,
    words: dispute.words,
    wants: dispute.wants,
    state: dispute.step,
    loop: dispute.loop,
    assignee: dispute.assignee,
    openedAt: iso(dispute.openedAt),
    firstReplyDueAt: iso(dispute.firstReplyDueAt),
    firstReplyAt: iso(dispute.firstReplyAt),
    heardAt: iso(dispute.heardAt),
    answeredAt: iso(dispute.answeredAt),
    nextReplyDueAt: iso(dispute.nextReplyDueAt),
    waitingSince: iso(dispute.waitingSince),
    handleBy: iso(dispute.handleBy),
    proveBy: iso(dispute.proveBy),
    snoozedUntil: iso(dispute.snoozedUntil),
    surface: dispute.surface,
    real: dispute.real,
    causeFamily: cause === null ? dispute.causeFamily : familyOf(cause),
    cause,
    responsibility: dispute.responsibility,
    severity: dispute.severity,
    remedies: dispute.remedies.map(({ kind, cost, promisedAt, note }) => ({
      kind,
      cost: money(cost),
      promisedAt: iso(promisedAt),
      note,
    })),
    approval: dispute.approval,
    approvedBy: dispute.approvedBy,
    told: dispute.told,
    resolveDueAt: iso(dispute.resolveDueAt),
    resolvedAt: iso(dispute.resolvedAt),
    done: dispute.done,
    actualCost: dispute.actualCost === null ? null : money(dispute.actualCost),
    lesson: dispute.lesson,
    followUpAt: iso(dispute.followUpAt),
    attempts: dispute.attempts,
    satisfaction: dispute.satisfaction,
    outcome: dispute.outcome,
    mergedInto: dispute.mergedInto,
    closedAt: iso(dispute.closedAt),
  }
}

/**
 * `asOf` of a recompute: an instant with offset, or a day, which means its end in the shop's zone.
 * @returns epoch ms, or null for now. @throws ApiError 400
 */
export function asOfMs(asOf: string | null | undefined, timezone: string): number | null {
  if (asOf === null || asOf === undefined) return null
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(asOf)
  if (day) {
    const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])]
    const check = new Date(Date.UTC(year, month - 1, date))
    if (check.getUTCMonth() === month - 1 && check.getUTCDate() === date) {
      return endOfDay(zonedToUtc({ year, month, day: date, hour: 12, minute: 0, second: 0 }, timezone), timezone)
    }
  }
  const instant = day ? null : parseInstant(asOf)
  if (instant === null) throw new ApiError(400, 'bad_request', { fields: ['asOf'] })
  return instant
}
