/** The terms of a dispute: its steps, what can be done with it, and the small sums its rules share. */
import type {
  Cause,
  CauseFamily,
  DisputeRow,
  DisputeStep,
  Remedy,
  Responsibility,
  Satisfaction,
  Severity,
  Tier,
} from './rows.ts'

export const STEPS = [
  'listen',
  'analyse',
  'resolve',
  'record',
  'follow-up',
  'closed',
] as const satisfies readonly DisputeStep[]

/** Recorded attempts after which a buyer counts as unreachable. */
export const MAX_ATTEMPTS = 3
/** The least mark, on each of the three indicators, of a buyer who is satisfied. */
export const SATISFIED_FROM = 3

/** What the person saw when they acted; another step or loop by now refuses the action. */
interface Seen {
  from: DisputeStep
  loop: number
}

export type DisputeAction = Seen &
  (
    | { kind: 'reply'; text: string; at: number | null }
    | {
        kind: 'analyse'
        surface: string
        real: string
        causeFamily: CauseFamily | null
        cause: Cause | null
        responsibility: Responsibility | null
        severity: Severity | null
      }
    /** `was`: the proposal on screen, so that of two people who change one that waits for approval the second is told. */
    | { kind: 'resolve'; remedies: Remedy[]; told: string; was: { remedies: Remedy[]; told: string | null } }
    /** Of remedies or of a record. `asked`: what is on the owner's screen; the word holds for nothing else. */
    | { kind: 'approve'; asked: Asked }
    | {
        kind: 'record'
        confirmedCause: Cause | null
        done: string
        actualCost: number | null
        lesson: string
        followUpAt: number | null
      }
    | { kind: 'attempt'; channel: string | null; note: string | null; nextAt: number | null }
    /** `tier`: the customer's, for the promise a reopened case gets. */
    | { kind: 'rate'; satisfaction: Satisfaction; comment: string | null; tier: Tier | null }
  )

/** Whether a case ended without going through its steps: merged, spam, or its customer erased. */
export const isCutShort = ({ outcome }: Pick<DisputeRow, 'outcome'>): boolean =>
  outcome === 'merged' || outcome === 'spam' || outcome === 'erased'

/** Total the remedies cost the shop, minor units. */
export const remedyCost = (remedies: readonly Remedy[]): number =>
  remedies.reduce((sum, remedy) => sum + remedy.cost, 0)

/** Whether the owner still has something to decide: a case that is over, however it ended, waits for nobody. */
export const waitsForOwner = ({ step, approval }: Pick<DisputeRow, 'step' | 'approval'>): boolean =>
  approval === 'needed' && step !== 'closed'

/** What the owner is asked to agree to: what is to be done and said, or what was done and what it came to. */
export type Asked = Pick<DisputeRow, 'remedies' | 'told'> | Pick<DisputeRow, 'done' | 'actualCost'>

export const askedOf = ({ step, remedies, told, done, actualCost }: DisputeRow): Asked =>
  step === 'record' ? { done, actualCost } : { remedies, told }

/** Whether what a case came to, spent already, is yet to be agreed to. */
export const overspent = (dispute: Pick<DisputeRow, 'step' | 'approval'>): boolean =>
  waitsForOwner(dispute) && dispute.step === 'record'

type Costed = Pick<DisputeRow, 'step' | 'remedies' | 'actualCost'>

/** What the owner is asked about a case that waits for them, minor units: the remedies' cost, or what they came to. */
export const awaitedCost = ({ step, remedies, actualCost }: Costed): number =>
  step === 'record' ? (actualCost ?? 0) : remedyCost(remedies)

/**
 * What a case has cost, minor units: what was spent before, and what the present loop came to, else what was promised in
 * it and stands.
 */
export const caseCost = ({
  spent,
  remedies,
  actualCost,
  resolvedAt,
}: Pick<DisputeRow, 'spent' | 'remedies' | 'actualCost' | 'resolvedAt'>): number =>
  spent + (actualCost ?? (resolvedAt === null ? 0 : remedyCost(remedies)))

/**
 * What is left of the shop's limit for a case. The limit is for the whole case: neither opening it again nor merging
 * gives it anew. What costs nothing never asks.
 */
export const leftOfLimit = ({ spent }: Pick<DisputeRow, 'spent'>, approvalLimit: number): number =>
  Math.max(0, approvalLimit - spent)

/** Up to what the present loop may come to without asking: what is left, or what its remedies were let through with. */
export const allowedCost = (dispute: Pick<DisputeRow, 'spent' | 'remedies'>, approvalLimit: number): number =>
  Math.max(leftOfLimit(dispute, approvalLimit), remedyCost(dispute.remedies))

/** The first day anything was promised by, epoch ms; null when everything is done at once. */
export function earliestPromise(remedies: readonly Remedy[]): number | null {
  const dates = remedies.flatMap((remedy) => remedy.promisedAt ?? [])
  return dates.length === 0 ? null : Math.min(...dates)
}

/** True when no indicator is below `SATISFIED_FROM`. */
export const isSatisfied = ({ expectation, quality, service }: Satisfaction): boolean =>
  Math.min(expectation, quality, service) >= SATISFIED_FROM
