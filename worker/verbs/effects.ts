/** What people are told when a mutation is applied. The rows go into the same batch as the change itself. */
import { publicName } from '../domain/contacts.ts'
import { askedOf } from '../domain/dispute-terms.ts'
import type { Change, Meta, Rows } from '../domain/mutation.ts'
import type { DisputeRow, NotificationRow } from '../domain/rows.ts'
import { hashToken } from '../secrets.ts'

export interface Told {
  row: NotificationRow
  /** The same line crossed twice notifies once. */
  onceKey: string
}

export function effectsOf(name: string, changes: Change[], rows: Rows, meta: Meta): Told[] {
  if (name === 'dispute.open') {
    const opened = changes.find((c) => c.op === 'insert' && c.table === 'disputes')
    if (opened?.op !== 'insert') return []
    const dispute = opened.row as DisputeRow
    return [tell('complaint', dispute, rows, meta, `complaint:${dispute.id}`)]
  }
  if (name === 'dispute.hear') {
    const heard = changes.find((c) => c.op === 'update' && c.table === 'disputes')
    const dispute = heard?.op === 'update' && rows.get('disputes', heard.id)
    if (!heard || !dispute) return []
    // Ten bubbles in a row wait for one reply.
    const { nextReplyDueAt } = { ...dispute, ...(heard.set as Partial<DisputeRow>) }
    return [tell('heard', dispute, rows, meta, `heard:${dispute.id}:${nextReplyDueAt ?? ''}`)]
  }
  if (name === 'dispute.resolve' || name === 'dispute.record') {
    const asked = changes.find((c) => c.op === 'update' && c.table === 'disputes')
    const before = asked?.op === 'update' && rows.get('disputes', asked.id)
    if (!asked || !before) return []
    const dispute: DisputeRow = { ...before, ...(asked.set as Partial<DisputeRow>) }
    if (dispute.approval !== 'needed') return []
    const { id, step, loop } = dispute
    const what = hashToken(JSON.stringify(askedOf(dispute))).slice(0, 22)
    const kind = before.approval === 'needed' ? { kind: 'changed' } : {}
    return [tell('approval', dispute, rows, meta, `approval:${id}:${step}:${loop}:${what}`, kind)]
  }
  if (name === 'dispute.rate') {
    const reopened = changes.find(
      (c) => c.op === 'update' && c.table === 'disputes' && 'step' in c.set && c.set.step === 'analyse',
    )
    if (reopened?.op !== 'update') return []
    const dispute = rows.get('disputes', reopened.id)
    return dispute ? [tell('reopened', dispute, rows, meta, `reopened:${dispute.id}:${dispute.loop + 1}`)] : []
  }
  return []
}

function tell(
  category: 'complaint' | 'heard' | 'reopened' | 'approval',
  dispute: DisputeRow,
  rows: Rows,
  meta: Meta,
  onceKey: string,
  more: NotificationRow['params'] = {},
): Told {
  const customer = rows.get('customers', dispute.customerId)
  return {
    row: {
      id: meta.id,
      category,
      params: { name: customer ? publicName(customer) : null, product: dispute.product, ...more },
      url: `/disputes/${dispute.id}`,
      at: meta.at,
      readBy: {},
    },
    onceKey,
  }
}
