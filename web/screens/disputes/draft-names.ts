/** Names of the half-typed forms of a case: one per step and loop, so that a form never fills another. */
import type { DisputeRow, DisputeStep } from '../../../worker/domain/rows.ts'

type Case = Pick<DisputeRow, 'id' | 'loop'>

export const stepDraft = ({ id, loop }: Case, step: DisputeStep): string => `dispute.${id}.${loop}.${step}`
export const noteDraft = (id: string): string => `dispute.${id}.note`
/** A complaint being written down; `customerId` where the person came from a customer. */
export const newDraft = (customerId: string | null): string => `dispute.new${customerId ? `.${customerId}` : ''}`
/** What is said between the steps. */
export const talkDraft = (id: string, side: 'hear' | 'answer'): string => `dispute.${id}.${side}`
