import { describe, expect, test } from 'vitest'
import { type Actor, actorLabel, allows, isOwner, type May } from '../../worker/domain/actor.ts'
import { catalogue } from '../../worker/domain/mutations.ts'
import type { Role } from '../../worker/domain/rows.ts'

const member = (role: Role): Actor => ({ kind: 'member', memberId: 'm1', role })
const key = (...scopes: string[]): Actor => ({ kind: 'key', memberId: null, keyId: 'k1', scopes })
const link = (kind: 'complain' | 'case'): Actor => ({ kind: 'link', memberId: null, linkId: 'l1', link: kind })
const system: Actor = { kind: 'system', memberId: null }

describe('who may', () => {
  const ROLES: Role[] = ['viewer', 'agent', 'owner']
  test.each(ROLES.flatMap((has, i) => ROLES.map((needs, j) => [has, needs, i >= j] as const)))(
    'a member who is %s, where %s is asked: %s',
    (has, needs, may) => {
      expect(allows(member(has), { role: needs })).toBe(may)
    },
  )

  test.each<[string, Actor, May, boolean]>([
    ['a key where no scope is named', key('disputes:write'), { role: 'viewer' }, false],
    ['a key with another scope', key('orders:read'), { role: 'viewer', scope: 'disputes:write' }, false],
    ['a key with the scope', key('orders:read', 'disputes:write'), { role: 'owner', scope: 'disputes:write' }, true],
    ['a link where no kind is named', link('case'), { role: 'viewer' }, false],
    ['a link of another kind', link('case'), { role: 'viewer', links: ['complain'] }, false],
    ['a link of the kind', link('case'), { role: 'owner', links: ['case'] }, true],
    ['a link where only a scope is named', link('case'), { role: 'viewer', scope: 'disputes:write' }, false],
    ['a job', system, { role: 'owner' }, true],
  ])('%s', (_, actor, may, expected) => {
    expect(allows(actor, may)).toBe(expected)
  })

  test('only an owner and a job decide as the owner does', () => {
    expect([member('owner'), system].map(isOwner)).toEqual([true, true])
    expect([member('agent'), member('viewer'), key('jobs:run'), link('case')].map(isOwner)).toEqual(
      Array(4).fill(false),
    )
  })
})

test('a buyer by link, and a key, make only the changes that are meant for them', () => {
  const open = (actor: Actor) =>
    Object.entries(catalogue).flatMap(([name, { by }]) => (allows(actor, by) ? [name] : []))
  expect(open(link('complain'))).toEqual(['customer.add', 'dispute.open', 'dispute.contact', 'link.create'])
  expect(open(link('case'))).toEqual(['dispute.rate', 'dispute.hear'])
  expect(open(key('disputes:write'))).toEqual(['dispute.open'])
  expect(open(key('customers:write'))).toEqual(['customer.consent'])
  for (const scope of ['orders:read', 'orders:write', 'customers:read', 'jobs:run', 'agent']) {
    expect(open(key(scope))).toEqual([])
  }
})

test('the audit trail tells them apart', () => {
  expect([member('owner'), key(), link('case'), system].map(actorLabel)).toEqual([
    'member:m1',
    'key:k1',
    'link:l1',
    'system',
  ])
})
