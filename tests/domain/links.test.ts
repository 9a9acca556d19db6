import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BUYER_CREDENTIAL, linkToken } from '../../worker/domain/buyer-page.ts'
import { type BuyerSees, buyerView, isLive, LINK_TOKEN, linkAddress, linkExpiry } from '../../worker/domain/links.ts'
import { linkMutations } from '../../worker/domain/mutations/link.ts'
import type { DisputeEventRow, DisputeRow, EvidenceRow, LinkRow } from '../../worker/domain/rows.ts'
import { DAY_MS } from '../../worker/domain/time.ts'
import { newId } from '../../worker/ids.ts'
import { customerRow, meta, openDispute, shopRow, T0 } from './dispute/fixtures.ts'

const SHOP = '0190a0b0-0000-7000-8000-000000000001'

describe('a token', () => {
  test('is 16 bytes in base64url, as everybody writes them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const token = linkToken(bytes)
        expect(token).toBe(Buffer.from(bytes).toString('base64url'))
        expect(token).toMatch(LINK_TOKEN)
        expect(`${SHOP}.${token}`).toMatch(BUYER_CREDENTIAL)
      }),
    )
  })

  test('ends in no sign a chat app would leave out of a link', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => /[A-Za-z0-9]$/.test(linkToken(bytes))),
    )
  })

  test('travels behind the #, which browsers keep to themselves', () => {
    const { pathname, search, hash } = new URL(linkAddress('https://shop.test', SHOP, `${'a'.repeat(21)}A`))
    expect([pathname, search, hash.slice(1)]).toEqual(['/b/', '', `${SHOP}.${'a'.repeat(21)}A`])
  })
})

/** Runs a link mutation over these rows. */
function run(name: keyof typeof linkMutations, args: object, rows: Record<string, object> = {}) {
  const mutation = linkMutations[name] as (typeof linkMutations)['link.create']
  return mutation.apply(
    { get: (table, id) => rows[`${table}:${id}`] as never },
    args as Parameters<typeof mutation.apply>[1],
    meta(),
  )
}

const create = (over: object = {}) => ({
  ...{ id: newId(), kind: 'case', disputeId: 'd1', customerId: null, token: `${'a'.repeat(21)}A` },
  ...{ expiresAt: T0 + 5 * DAY_MS, ...over },
})
const CASE = { 'disputes:d1': openDispute() }
const linkOf = (changes: ReturnType<typeof run>): LinkRow => {
  const [first] = changes
  if (first?.op !== 'insert' || first.table !== 'links') throw new Error('no link')
  return first.row
}

describe('giving a link', () => {
  test('to a case: its customer, its event, no token in the event', () => {
    const changes = run('link.create', create(), CASE)
    expect(linkOf(changes)).toMatchObject({ kind: 'case', disputeId: 'd1', customerId: 'c1', createdBy: 'agent-1' })
    expect(changes[1]).toMatchObject({ table: 'disputeEvents', row: { kind: 'linked', disputeId: 'd1' } })
    expect(JSON.stringify(changes[1])).not.toContain('a'.repeat(21))
  })

  test('to complain with: of nobody or of a customer, and no event', () => {
    const open = create({ kind: 'complain', disputeId: null })
    expect(run('link.create', open)).toHaveLength(1)
    const known = { ...open, customerId: 'c1' }
    expect(linkOf(run('link.create', known, { 'customers:c1': customerRow() })).customerId).toBe('c1')
    expect(() => run('link.create', known)).toThrow('not_found')
  })

  test('lives no longer than the shop lets it, and not in the past', () => {
    const latest = linkExpiry(T0, shopRow())
    expect(latest).toBe(T0 + 30 * DAY_MS)
    expect(linkOf(run('link.create', create({ expiresAt: latest + 1 }), CASE)).expiresAt).toBe(latest)
    expect(linkOf(run('link.create', create({ expiresAt: T0 + 1 }), CASE)).expiresAt).toBe(T0 + 1)
    expect(() => run('link.create', create({ expiresAt: T0 }), CASE)).toThrow('bad_date')
  })

  test.each([
    ['a case link of no case', { disputeId: null }, 'bad_args'],
    ['a complaint link of a case', { kind: 'complain' }, 'bad_args'],
    ['of somebody else’s case', { customerId: 'c2' }, 'bad_args'],
    ['of no such case', { disputeId: 'd2' }, 'not_found'],
  ])('refuses %s', (_name, over, code) => {
    expect(() => run('link.create', create(over), CASE)).toThrow(code)
  })

  test('refuses an id that is taken', () => {
    const args = create()
    expect(() => run('link.create', args, { ...CASE, [`links:${args.id}`]: {} })).toThrow('already_exists')
  })
})

describe('taking a link back', () => {
  const link = { ...linkOf(run('link.create', create(), CASE)), id: 'l1' }
  test('is remembered by the case, once', () => {
    const changes = run('link.revoke', { id: 'l1' }, { 'links:l1': link })
    expect(changes).toMatchObject([
      { op: 'update', table: 'links', set: { revokedAt: T0 } },
      { op: 'insert', row: { kind: 'linked', data: { link: 'l1', revoked: true } } },
    ])
    expect(run('link.revoke', { id: 'l1' }, { 'links:l1': { ...link, revokedAt: 1 } })).toEqual([])
    expect(() => run('link.revoke', { id: 'l2' })).toThrow('not_found')
  })

  test('ends it, as its last moment does', () => {
    expect([isLive(link, link.expiresAt - 1), isLive(link, link.expiresAt)]).toEqual([true, false])
    expect(isLive({ ...link, revokedAt: T0 }, T0)).toBe(false)
  })
})

/** A case with something in every field a shop keeps to itself. */
const FULL: DisputeRow = openDispute({
  ...{ step: 'follow-up', assignee: 'SECRET', openedBy: 'SECRET', reply: 'SECRET', surface: 'SECRET', real: 'SECRET' },
  ...{ causeFamily: 'service', cause: 'attitude', responsibility: 'shop', severity: 'high', approvedBy: 'SECRET' },
  remedies: [{ kind: 'part-refund', cost: 987_654, promisedAt: T0 + DAY_MS, note: 'SECRET' }],
  ...{ told: '退你三十元', confirmedCause: 'attitude', done: 'SECRET', actualCost: 987_654, lesson: 'SECRET' },
  ...{ carrier: 'SECRET', orderRef: 'SECRET', orderId: 'SECRET', mergedInto: 'SECRET' },
})
const event = (kind: DisputeEventRow['kind'], by: string | null, text: string): DisputeEventRow => ({
  ...{ id: newId(), disputeId: 'd1', kind, at: T0, by, data: { text } },
})
const photo = (over: Partial<EvidenceRow>): EvidenceRow => ({
  ...{ id: 'e1', disputeId: 'd1', name: 'SECRET', type: 'image/jpeg', size: 1, hash: 'SECRET', at: T0, by: null },
  ...{ source: 'link', storedAt: T0, removedAt: null, ...over },
})
const sees = (over: Partial<BuyerSees> = {}) =>
  buyerView({
    link: { kind: 'case', expiresAt: T0 + 30 * DAY_MS },
    shop: shopRow(),
    dispute: FULL,
    events: [event('heard', null, '还有一个也裂了'), event('heard', 'm1', 'SECRET'), event('note', null, 'SECRET')],
    evidence: [photo({}), photo({ id: 'SECRET', source: 'hand', by: 'm1' }), photo({ id: 'SECRET', removedAt: 1 })],
    takesPhotos: true,
    ...over,
  })

describe('what a buyer sees', () => {
  test('is this and nothing else', () => {
    expect(sees()).toEqual({
      kind: 'case',
      shop: '小满杂货',
      locale: 'zh-CN',
      until: '2025-04-02',
      case: {
        step: 'done',
        openedOn: '2025-03-03',
        again: false,
        words: FULL.words,
        wants: FULL.wants,
        product: FULL.product,
        added: [{ text: '还有一个也裂了', on: '2025-03-03' }],
        offer: { told: '退你三十元', remedies: [{ kind: 'part-refund', by: '2025-03-04' }] },
        photos: [{ id: 'e1' }],
        mayAdd: true,
        mayAddPhoto: true,
        mayRate: true,
      },
    })
  })

  test.each([
    ['listen', 'received', false, false],
    ['analyse', 'looking', false, false],
    ['resolve', 'looking', false, false],
    ['record', 'offered', true, false],
    ['follow-up', 'done', true, true],
    ['closed', 'closed', true, false],
  ] as const)('at %s: %s', (step, shown, offer, mayRate) => {
    const { case: view } = sees({ dispute: { ...FULL, step } })
    expect(view).toMatchObject({ step: shown, mayRate, mayAdd: step !== 'closed' })
    expect(view?.offer !== null).toBe(offer)
  })

  test('holds no offer that still waits for the owner', () => {
    expect(sees({ dispute: { ...FULL, step: 'resolve', approval: 'needed' } }).case?.offer).toBeNull()
  })

  test('never holds what the shop keeps to itself, whatever the step', () => {
    for (const step of ['listen', 'analyse', 'resolve', 'record', 'follow-up', 'closed'] as const) {
      expect(JSON.stringify(sees({ dispute: { ...FULL, step } }))).not.toMatch(/SECRET|987654|attitude|high/)
    }
  })

  test('offers no photos where there is no place for them, or nine are there', () => {
    expect(sees({ takesPhotos: false }).case?.mayAddPhoto).toBe(false)
    const nine = Array.from({ length: 9 }, (_, i) => photo({ id: `e${i}` }))
    expect(sees({ evidence: nine }).case?.mayAddPhoto).toBe(false)
    expect(sees({ evidence: nine.slice(1) }).case?.mayAddPhoto).toBe(true)
  })
})
