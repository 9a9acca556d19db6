/** Random walks of the state machine beside a reference automaton that is only a table. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { transition } from '../../../worker/domain/dispute.ts'
import type { DisputeAction } from '../../../worker/domain/dispute-terms.ts'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { DisputeRow, Remedy, Role } from '../../../worker/domain/rows.ts'
import { FORMS, meta, openDispute, T0 } from './fixtures.ts'

const cheap: Remedy[] = [{ kind: 'explanation', cost: 100, promisedAt: null, note: null }]
const dear: Remedy[] = [{ kind: 'refund', cost: 50_000, promisedAt: null, note: null }]
const seenBy = ({ remedies, told }: DisputeRow) => ({ remedies, told })

/** What a walker may try: the action as it is made on the case in front of them, and by whom. */
const TRIES: Record<string, [(seen: DisputeRow) => object, Role]> = {
  reply: [() => ({ kind: 'reply', ...FORMS.reply }), 'agent'],
  mute: [() => ({ kind: 'reply', ...FORMS.reply, text: '' }), 'agent'],
  analyse: [() => ({ kind: 'analyse', ...FORMS.analyse }), 'agent'],
  mixUp: [() => ({ kind: 'analyse', ...FORMS.analyse, causeFamily: 'quality' }), 'agent'],
  cheap: [(seen) => ({ kind: 'resolve', ...FORMS.resolve, remedies: cheap, was: seenBy(seen) }), 'agent'],
  dear: [(seen) => ({ kind: 'resolve', ...FORMS.resolve, remedies: dear, was: seenBy(seen) }), 'agent'],
  ownerDear: [(seen) => ({ kind: 'resolve', ...FORMS.resolve, remedies: dear, was: seenBy(seen) }), 'owner'],
  untold: [(seen) => ({ kind: 'resolve', ...FORMS.resolve, told: '', was: seenBy(seen) }), 'agent'],
  approve: [() => ({ kind: 'approve', cost: 50_000 }), 'owner'],
  record: [() => ({ kind: 'record', ...FORMS.record }), 'agent'],
  noLesson: [() => ({ kind: 'record', ...FORMS.record, lesson: '' }), 'agent'],
  attempt: [() => ({ kind: 'attempt', ...FORMS.attempt }), 'agent'],
  happy: [() => ({ kind: 'rate', ...FORMS.rate }), 'agent'],
  unhappy: [() => ({ kind: 'rate', ...FORMS.rate, satisfaction: { expectation: 2, quality: 5, service: 5 } }), 'agent'],
}

/** Place → try → next place. Anything not listed is refused and leads nowhere. `again` is *analyse* one loop on. */
const AUTOMATON: Record<string, Record<string, string>> = {
  listen: { reply: 'analyse' },
  analyse: { analyse: 'resolve' },
  resolve: { cheap: 'record', dear: 'waiting', ownerDear: 'record' },
  waiting: { cheap: 'record', dear: 'waiting', ownerDear: 'record', approve: 'record' },
  record: { record: 'follow-up 0' },
  'follow-up 0': { attempt: 'follow-up 1', happy: 'satisfied', unhappy: 'again' },
  'follow-up 1': { attempt: 'follow-up 2', happy: 'satisfied', unhappy: 'again' },
  'follow-up 2': { attempt: 'unreachable', happy: 'satisfied', unhappy: 'again' },
  satisfied: {},
  unreachable: {},
}

const placeOf = (dispute: DisputeRow): string => {
  if (dispute.step === 'closed') return dispute.outcome ?? 'closed without an outcome'
  if (dispute.step === 'follow-up') return `follow-up ${dispute.attempts}`
  return dispute.approval === 'needed' ? 'waiting' : dispute.step
}

/** What must be on the row once a step is behind it, whatever the way there. */
function checkGates(dispute: DisputeRow): void {
  const passed = ['listen', 'analyse', 'resolve', 'record', 'follow-up', 'closed'].indexOf(dispute.step)
  if (passed > 0) expect(dispute.firstReplyAt).not.toBeNull()
  if (passed > 1) expect(dispute).not.toMatchObject({ real: null })
  if (passed > 2) {
    expect(dispute.remedies.length).toBeGreaterThan(0)
    expect(dispute.told).toBeTruthy()
    expect(dispute.resolvedAt).not.toBeNull()
    if (dispute.remedies[0]?.cost === 50_000)
      expect([dispute.approval, dispute.approvedBy]).toEqual(['approved', 'owner-1'])
  } else {
    expect(dispute.resolvedAt).toBeNull()
  }
  if (passed > 3) expect(dispute.lesson).toBeTruthy()
  else expect([dispute.lesson, dispute.recordedAt, dispute.followUpAt]).toEqual([null, null, null])
  expect(dispute.outcome === null).toBe(passed < 5)
  expect(dispute.closedAt === null).toBe(passed < 5)
}

test('the state machine walks as the table says', () => {
  const visited = new Set<string>()
  // Half of the tries are drawn blindly, half among those the table allows at the place, so that walks get far.
  const step = fc.record({ blind: fc.boolean(), pick: fc.nat(), stale: fc.integer({ min: 0, max: 9 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (walk) => {
      let dispute = openDispute()
      let place = 'listen'
      let loop = 0
      let at = T0
      for (const { blind, pick, stale } of walk) {
        at += 1000
        const allowed = Object.keys(AUTOMATON[place] ?? {})
        const names = blind || allowed.length === 0 ? Object.keys(TRIES) : allowed
        const name = names[pick % names.length] as string
        const [make, role] = TRIES[name] as (typeof TRIES)[string]
        const action = { from: dispute.step, loop: dispute.loop, ...make(dispute) } as DisputeAction
        if (stale === 0) action.loop -= 1
        const next = stale === 0 ? undefined : AUTOMATON[place]?.[name]
        try {
          const { set, event } = transition(dispute, action, meta(at, role))
          expect(next, `${place} + ${name} went through`).toBeDefined()
          dispute = { ...dispute, ...set }
          expect(event.at).toBe(at)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          expect(next, `${place} + ${name} was refused: ${error.code}`).toBeUndefined()
          if (stale === 0) expect(error.code).toBe('wrong_step')
        }
        if (next === 'again') loop += 1
        if (next) place = next === 'again' ? 'analyse' : next
        visited.add(place)
        expect([placeOf(dispute), dispute.loop]).toEqual([place, loop])
        checkGates(dispute)
      }
    }),
    { numRuns: 500, seed: 20250303 },
  )
  expect(visited).toEqual(new Set(Object.keys(AUTOMATON)))
})
