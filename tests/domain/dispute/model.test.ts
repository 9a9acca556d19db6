/** Random walks of the state machine beside a reference automaton that is only a table. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { transition } from '../../../worker/domain/dispute.ts'
import { answer, hear, resume, type Talk, wait } from '../../../worker/domain/dispute-talk.ts'
import type { DisputeAction } from '../../../worker/domain/dispute-terms.ts'
import { remedyCost } from '../../../worker/domain/dispute-terms.ts'
import type { Meta } from '../../../worker/domain/mutation.ts'
import { duesOf } from '../../../worker/domain/queue.ts'
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
  approve: [(seen) => ({ kind: 'approve', asked: seenBy(seen) }), 'owner'],
  record: [() => ({ kind: 'record', ...FORMS.record }), 'agent'],
  // More than the limit, and than any remedy here was let through with.
  overrun: [() => ({ kind: 'record', ...FORMS.record, actualCost: 50_001 }), 'agent'],
  ownerOverrun: [() => ({ kind: 'record', ...FORMS.record, actualCost: 50_001 }), 'owner'],
  approveOverrun: [(seen) => ({ kind: 'approve', asked: { done: seen.done, actualCost: 50_001 } }), 'owner'],
  agentApproves: [(seen) => ({ kind: 'approve', asked: { done: seen.done, actualCost: 50_001 } }), 'agent'],
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
  record: { record: 'follow-up 0', overrun: 'overrun', ownerOverrun: 'follow-up 0' },
  overrun: { record: 'follow-up 0', overrun: 'overrun', ownerOverrun: 'follow-up 0', approveOverrun: 'follow-up 0' },
  'follow-up 0': { attempt: 'follow-up 1', happy: 'satisfied', unhappy: 'again' },
  'follow-up 1': { attempt: 'follow-up 2', happy: 'satisfied', unhappy: 'again' },
  'follow-up 2': { attempt: 'unreachable', happy: 'satisfied', unhappy: 'again' },
  satisfied: {},
  unreachable: {},
}

const LIMIT = meta().shop.settings.disputes.approvalLimit
const CHEAP = remedyCost(FORMS.resolve.remedies)

const placeOf = (dispute: DisputeRow): string => {
  if (dispute.step === 'closed') return dispute.outcome ?? 'closed without an outcome'
  if (dispute.step === 'follow-up') return `follow-up ${dispute.attempts}`
  if (dispute.approval !== 'needed') return dispute.step
  return dispute.step === 'record' ? 'overrun' : 'waiting'
}

/** What must be on the row once a step is behind it, whatever the way there. `left`: of the limit, for this loop. */
function checkGates(dispute: DisputeRow, left: number): void {
  const passed = ['listen', 'analyse', 'resolve', 'record', 'follow-up', 'closed'].indexOf(dispute.step)
  if (passed > 0) expect(dispute.firstReplyAt).not.toBeNull()
  if (passed > 1) expect(dispute).not.toMatchObject({ real: null })
  if (passed > 2) {
    expect(dispute.remedies.length).toBeGreaterThan(0)
    expect(dispute.told).toBeTruthy()
    expect(dispute.resolvedAt).not.toBeNull()
    const asked = Math.max(dispute.remedies[0]?.cost ?? 0, passed > 3 ? (dispute.actualCost ?? 0) : 0)
    if (placeOf(dispute) !== 'overrun') {
      expect([dispute.approval, dispute.approvedBy]).toEqual(asked > left ? ['approved', 'owner-1'] : ['none', null])
    }
  } else {
    expect(dispute.resolvedAt).toBeNull()
  }
  if (passed > 3) expect(dispute.lesson).toBeTruthy()
  else expect(dispute.recordedAt).toBeNull()
  if (passed < 3 || placeOf(dispute) === 'record') expect([dispute.lesson, dispute.followUpAt]).toEqual([null, null])
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
      let left = LIMIT
      let at = T0
      for (const { blind, pick, stale } of walk) {
        at += 1000
        const allowed = Object.keys(AUTOMATON[place] ?? {})
        const names = blind || allowed.length === 0 ? Object.keys(TRIES) : allowed
        const name = names[pick % names.length] as string
        const [make, role] = TRIES[name] as (typeof TRIES)[string]
        const action = { from: dispute.step, loop: dispute.loop, ...make(dispute) } as DisputeAction
        if (stale === 0) action.loop -= 1
        const listed = stale === 0 ? undefined : AUTOMATON[place]?.[name]
        // The limit is for the whole case: what earlier loops came to is gone from it.
        const next = listed && name === 'cheap' && CHEAP > left ? 'waiting' : listed
        const cost = dispute.actualCost ?? 0
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
        if (next === 'again') {
          loop += 1
          left = Math.max(0, left - cost)
        }
        if (next) place = next === 'again' ? 'analyse' : next
        visited.add(place)
        expect([placeOf(dispute), dispute.loop]).toEqual([place, loop])
        checkGates(dispute, left)
      }
    }),
    { numRuns: 500, seed: 20250303 },
  )
  expect(visited).toEqual(new Set(Object.keys(AUTOMATON)))
})

/** What is said between the steps, beside the table of steps: whether an answer is owed and whether the buyer is waited for. */
const TALK: Record<string, (seen: DisputeRow, meta: Meta) => Talk> = {
  hear: (seen, by) => hear(seen, { text: '还没到', at: null }, 'B', by),
  hearLate: (seen, by) => hear(seen, { text: '还没到', at: Math.max(seen.openedAt, by.at - 2500) }, 'B', by),
  hearNothing: (seen, by) => hear(seen, { text: ' ', at: null }, 'B', by),
  hearTomorrow: (seen, by) => hear(seen, { text: '还没到', at: by.at + 1 }, 'B', by),
  answer: (seen, by) => answer(seen, { text: '在查', waits: false }, by),
  answerAndWait: (seen, by) => answer(seen, { text: '在查', waits: true }, by),
  wait: (seen, by) => wait(seen, { heardAt: seen.heardAt }, by),
  waitBlind: (seen, by) => wait(seen, { heardAt: null }, by),
  resume: (seen, by) => resume(seen, { was: seen.waitingSince ?? 0 }, by),
}

interface Said {
  /** Times of the buyer's last word and of our last one; -1 before the first. */
  heard: number
  answered: number
  owes: boolean
  waits: boolean
}

/** The talk by its plain rules: what follows, or null where it is refused. */
function reference(name: string, said: Said, step: string, at: number, openedAt: number): Said | null {
  if (step === 'closed') return null
  const listens = step === 'listen'
  switch (name) {
    case 'hear':
    case 'hearLate': {
      const when = name === 'hear' ? at : Math.max(openedAt, at - 2500)
      const heard = Math.max(said.heard, when)
      if (when <= said.answered) return { ...said, heard }
      return { ...said, heard, owes: said.owes || !listens, waits: false }
    }
    case 'answer':
    case 'answerAndWait':
      if (listens) return null
      return { ...said, answered: at, owes: false, waits: said.waits || name === 'answerAndWait' }
    case 'wait':
      return { ...said, waits: true }
    case 'waitBlind':
      return said.waits || said.heard < 0 ? { ...said, waits: true } : null
    case 'resume':
      return { ...said, waits: false }
    default:
      return null
  }
}

test('the talk between the steps goes as its plain rules say, at every step', () => {
  const seenAt = new Set<string>()
  const turn = fc.record({ talk: fc.boolean(), pick: fc.nat() })
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 50 }), (walk) => {
      let dispute = openDispute()
      let left = LIMIT
      let said: Said = { heard: -1, answered: -1, owes: false, waits: false }
      let at = T0
      for (const { talk, pick } of walk) {
        at += 1000
        const names = Object.keys(talk ? TALK : (AUTOMATON[placeOf(dispute)] ?? {}))
        const name = names[pick % Math.max(1, names.length)]
        if (name === undefined) continue
        if (!talk) {
          const [make, role] = TRIES[name] as (typeof TRIES)[string]
          const before = dispute
          const action = { from: dispute.step, loop: dispute.loop, ...make(dispute) } as DisputeAction
          dispute = { ...dispute, ...transition(dispute, action, meta(at, role)).set }
          if (dispute.loop > before.loop) left = Math.max(0, left - (before.actualCost ?? 0))
          if (action.kind === 'reply') said.answered = at
          // Told how it is resolved: answered. Rated or closed: nothing is owed and nobody is waited for.
          if (action.kind === 'resolve' && dispute.step === 'record') said = { ...said, answered: at, owes: false }
          if (dispute.step === 'closed' || dispute.loop > before.loop) said = { ...said, owes: false, waits: false }
        } else {
          const next = reference(name, said, dispute.step, at, dispute.openedAt)
          try {
            const { set } = (TALK[name] as (typeof TALK)[string])(dispute, meta(at))
            expect(next, `${dispute.step} + ${name} went through`).not.toBeNull()
            dispute = { ...dispute, ...set }
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
            expect(next, `${dispute.step} + ${name} was refused: ${error.code}`).toBeNull()
          }
          said = next ?? said
        }
        seenAt.add(`${dispute.step} ${said.owes} ${said.waits}`)
        expect({ owes: dispute.nextReplyDueAt !== null, waits: dispute.waitingSince !== null }).toEqual({
          owes: said.owes,
          waits: said.waits,
        })
        expect(dispute.heardAt ?? -1).toBe(said.heard)
        // A clock of ours never stands in the queue while the buyer is waited for.
        if (said.waits)
          expect(duesOf(dispute).every(({ kind }) => kind === 'promise' || kind === 'follow-up')).toBe(true)
        checkGates(dispute, left)
      }
    }),
    { numRuns: 600, seed: 20250304 },
  )
  // Owed and waited for, each alone and neither, at every step where an answer can be owed.
  for (const step of ['analyse', 'resolve', 'record', 'follow-up']) {
    for (const state of ['false false', 'true false', 'false true', 'true true'])
      expect(seenAt).toContain(`${step} ${state}`)
  }
  expect(seenAt).toContain('closed false false')
})
