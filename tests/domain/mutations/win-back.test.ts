import { describe, expect, test } from 'vitest'
import { winBackMutations as mutations } from '../../../worker/domain/mutations/win-back.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { daysAgo, NOW } from '../../support/figures.ts'
import { MemoryRows, refusalOf, shopRow } from '../dispute/fixtures.ts'
import { by, offerRow, slippingCustomer, taskRow, uuid } from '../win-back/fixtures.ts'

const args = (over: object = {}) => ({
  offerId: uuid(1),
  customerId: 'c1',
  kind: 'percent',
  value: 15,
  code: 'HTK-7KQ2-M9XD',
  minimum: 15_000,
  validUntil: NOW + 14 * DAY_MS,
  message: '小满，你好。',
  lastOfferId: null,
  monthSpent: 0,
  ...over,
})
const sentArgs = { offerId: uuid(1), customerId: 'c1', taskId: uuid(50), channel: 'wechat' }
const rowsWith = (customer = slippingCustomer()) => new MemoryRows().with('customers', customer)
const drafted = (customer = slippingCustomer(), offer = offerRow()) =>
  rowsWith(customer)
    .with('offers', offer)
    .with('tasks', taskRow({ kind: 'win-back', offerId: uuid(1), assignee: 'mei' }))

const trigger = (rows: MemoryRows, over: object = {}, at = NOW) =>
  rows.run(mutations['win-back.trigger'], args(over), by(at))
const refusedTrigger = (rows: MemoryRows, over: object = {}) => {
  const { code, details } = refusalOf(() => trigger(rows, over))
  const reasons = details.reasons as { code: string }[] | undefined
  return [code, ...(reasons ?? []).map((reason) => reason.code)]
}

describe('win-back.trigger', () => {
  test('drafts the offer with its reasons and cost, and puts the message into Today', () => {
    const rows = rowsWith()
    trigger(rows)
    expect(rows.must('offers', uuid(1))).toMatchObject({
      status: 'draft',
      code: 'HTK-7KQ2-M9XD',
      cost: 3_000,
      createdBy: 'me',
      gift: null,
      why: [
        { code: 'win-back.declining', params: { days: 90, rhythm: 30, own: 1 } },
        { code: 'win-back.worth', params: { perYear: 240_000 } },
      ],
    })
    expect(rows.must('tasks', uuid(900))).toMatchObject({
      kind: 'win-back',
      offerId: uuid(1),
      dueAt: NOW,
      worth: 240_000,
      status: 'open',
    })
  })

  test('the message is for who handles the tier, and so is the question whether they came back', () => {
    const shop = shopRow({ promises: { ...shopRow().settings.promises, handler: { A: 'mei', B: null, C: null } } })
    const rows = rowsWith()
    rows.run(mutations['win-back.trigger'], args(), { ...by(), shop })
    expect(rows.must('tasks', uuid(900)).assignee).toBe('mei')
    const sent = { ...sentArgs, taskId: null }
    rows.run(mutations['win-back.sent'], sent, { ...by(NOW + 1, 'agent', uuid(901)), shop })
    expect(rows.must('tasks', uuid(901))).toMatchObject({ kind: 'win-back-check', assignee: 'mei' })
  })

  test('more than one offer to the tier may cost is refused', () => {
    const dear = { kind: 'gift', gift: '紫砂壶', value: 20_001, minimum: 30_000 }
    expect(refusedTrigger(rowsWith(), dear)).toEqual(['not_eligible', 'win-back.offer-limit'])
    trigger(rowsWith(), { ...dear, value: 20_000 })
  })

  test('is refused with all the reasons the rule gives', () => {
    const customer = slippingCustomer({ openDisputes: 1, doNotContact: 1 })
    expect(refusedTrigger(rowsWith(customer), { monthSpent: 100_000 })).toEqual([
      'not_eligible',
      'contact.do-not-contact',
      'win-back.open-dispute',
      'win-back.budget',
    ])
  })

  test("reads the state of the offer it names from the deciding side's row", () => {
    const rows = rowsWith().with('offers', offerRow({ id: uuid(2), status: 'sent', sentAt: NOW }))
    expect(refusedTrigger(rows, { lastOfferId: uuid(2) })).toEqual(['not_eligible', 'win-back.active-offer'])
    expect(refusedTrigger(rowsWith(), { lastOfferId: uuid(2) })).toEqual(['not_found'])
  })

  test('refuses terms that make no sense', () => {
    expect(refusedTrigger(rowsWith(), { kind: 'amount', value: 15_001 })).toEqual(['bad_args', 'offer.amount-range'])
    expect(refusedTrigger(rowsWith(), { kind: 'gift', value: 100 })).toEqual(['bad_args', 'offer.gift-unnamed'])
    expect(refusedTrigger(rowsWith(), { validUntil: NOW })).toEqual(['bad_args', 'offer.valid-until'])
  })

  test('a second one with the same id is refused', () => {
    const rows = rowsWith()
    trigger(rows)
    expect(refusedTrigger(rows)).toEqual(['already_exists'])
  })

  test.each([{ message: '' }, { message: '长'.repeat(1001) }, { code: 'HTK-ILOU-0000' }, { offerId: 'x' }])(
    'does not parse with %o',
    (over) => {
      expect(() => trigger(rowsWith(), over)).toThrow()
    },
  )
})

describe('win-back.edit', () => {
  const edit = (rows: MemoryRows, set: object, was: object) =>
    rows.run(mutations['win-back.edit'], { offerId: uuid(1), set, was }, by())

  test('changes the words of a draft', () => {
    const rows = drafted()
    edit(rows, { message: '新的话' }, { message: '你好。' })
    expect(rows.must('offers', uuid(1)).message).toBe('新的话')
    expect(edit(rows, { message: '新的话' }, { message: '你好。' })).toEqual([])
  })

  test('names both texts when someone else changed it', () => {
    const { code, details } = refusalOf(() => edit(drafted(), { message: '我的' }, { message: '以前的' }))
    expect([code, details]).toEqual(['conflict', { fields: { message: { yours: '我的', theirs: '你好。' } } }])
  })

  test('a validity in the past and an offer already sent are refused', () => {
    const past = { validUntil: NOW - 1 }
    expect(refusalOf(() => edit(drafted(), past, { validUntil: NOW + 14 * DAY_MS })).code).toBe('bad_args')
    const sent = drafted(slippingCustomer(), offerRow({ status: 'sent' }))
    expect(refusalOf(() => edit(sent, { message: 'x' }, {})).code).toBe('already_decided')
  })
})

describe('win-back.sent', () => {
  const at = NOW + 3_600_000
  const sent = (rows: MemoryRows, when = at) => rows.run(mutations['win-back.sent'], sentArgs, by(when))

  test('counts as a contact, ends the task and asks again on the last day', () => {
    const rows = drafted()
    sent(rows)
    expect(rows.must('offers', uuid(1))).toMatchObject({ status: 'sent', sentAt: at, channel: 'wechat' })
    expect(rows.must('customers', 'c1')).toMatchObject({ lastContactAt: at, recentContacts: [at] })
    expect(rows.must('tasks', uuid(50))).toMatchObject({ status: 'done', doneAt: at })
    expect(rows.must('tasks', uuid(900))).toMatchObject({
      kind: 'win-back-check',
      dueAt: NOW + 14 * DAY_MS,
      offerId: uuid(1),
      assignee: 'mei',
    })
  })

  test('twice is refused, and so is one that was cancelled', () => {
    const rows = drafted()
    sent(rows)
    expect(refusalOf(() => sent(rows)).details).toEqual({ status: 'sent', cancelReason: null })
    const cancelled = drafted(slippingCustomer(), offerRow({ status: 'cancelled', cancelReason: 'bought' }))
    expect(refusalOf(() => sent(cancelled)).details).toEqual({ status: 'cancelled', cancelReason: 'bought' })
  })

  test('is refused when they bought before it went out', () => {
    const bought = drafted(slippingCustomer({ lastOrderAt: NOW + 60_000 }))
    const { code, details } = refusalOf(() => sent(bought))
    expect([code, details]).toEqual([
      'not_eligible',
      { reasons: [{ code: 'win-back.bought-since', params: { at: NOW + 60_000 } }] },
    ])
  })

  test('stands when they bought after it went out', () => {
    const rows = drafted(slippingCustomer({ lastOrderAt: at + 60_000 }))
    sent(rows)
    expect(rows.must('offers', uuid(1)).status).toBe('sent')
  })

  test('"do not contact" wins, a cap reached meanwhile does not undo what was done', () => {
    expect(refusalOf(() => sent(drafted(slippingCustomer({ doNotContact: 1 })))).code).toBe('not_eligible')
    const capped = drafted(slippingCustomer({ recentContacts: [daysAgo(1), daysAgo(2)] }))
    sent(capped)
    expect(capped.must('customers', 'c1').recentContacts).toEqual([at, daysAgo(1), daysAgo(2)])
  })

  test('is refused after its last day, and for another customer', () => {
    expect(refusalOf(() => sent(drafted(), NOW + 15 * DAY_MS)).code).toBe('bad_date')
    const rows = drafted().with('customers', slippingCustomer({ id: 'c2' }))
    const wrong = { ...sentArgs, customerId: 'c2' }
    expect(refusalOf(() => rows.run(mutations['win-back.sent'], wrong, by())).code).toBe('bad_args')
  })

  test('only ends a task of this very offer', () => {
    const rows = drafted().with('tasks', taskRow({ kind: 'win-back', offerId: uuid(7) }))
    expect(refusalOf(() => sent(rows)).code).toBe('bad_args')
  })
})

describe('win-back.cancel', () => {
  const cancel = (rows: MemoryRows, taskId: string | null = uuid(50)) =>
    rows.run(mutations['win-back.cancel'], { offerId: uuid(1), taskId, reason: 'not-now' }, by())

  test('drops the draft and its task; the customer may be made another offer', () => {
    const rows = drafted()
    cancel(rows)
    expect(rows.must('offers', uuid(1))).toMatchObject({ status: 'cancelled', cancelReason: 'not-now' })
    expect(rows.must('tasks', uuid(50)).status).toBe('cancelled')
    trigger(rows, { offerId: uuid(2) })
    expect(rows.must('offers', uuid(2)).status).toBe('draft')
  })

  test('without a task only the draft changes; what was sent cannot be cancelled', () => {
    expect(cancel(drafted(), null)).toHaveLength(1)
    expect(refusalOf(() => cancel(drafted(slippingCustomer(), offerRow({ status: 'sent' })))).code).toBe(
      'already_decided',
    )
  })
})
