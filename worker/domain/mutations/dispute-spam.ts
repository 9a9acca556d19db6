/** A case is put away as spam with the links it came by, and brought back (dispute-spam.ts). */
import { disputeEvent } from '../dispute.ts'
import { endedAsSpam, noSpam, type SpamData } from '../dispute-spam.ts'
import { type Change, defineMutation, mustGet, type Ref, type Rows } from '../mutation.ts'
import { Refusal } from '../refusal.ts'
import type { DisputeRow, LinkRow } from '../rows.ts'
import { SpamArgs, UnspamArgs } from './dispute-args.ts'
import { customerOf, openTasks, ref } from './dispute-rows.ts'

const touched = (args: { id: string; customerId: string; links: string[]; tasks: string[] }): Ref[] => [
  ...ref('disputes', args.id),
  ...ref('customers', args.customerId),
  ...args.links.flatMap((link) => ref('links', link)),
  ...args.tasks.flatMap((task) => ref('tasks', task)),
]

/** Of the named links, which must be those it came by or that lead to it. */
function linksOf(rows: Rows, ids: readonly string[], dispute: DisputeRow): LinkRow[] {
  const links = [...new Set(ids)].map((id) => mustGet(rows, 'links', id))
  if (links.some(({ id, disputeId }) => id !== dispute.viaLink && disputeId !== dispute.id)) {
    throw new Refusal('bad_args', { field: 'links' })
  }
  return links
}

export const disputeSpamMutations = {
  /** `links`: those that are to open nothing from now on. `tasks`: the open ones of the case, cancelled. */
  'dispute.spam': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: SpamArgs,
    touches: touched,
    apply(rows, args, meta) {
      const dispute = mustGet(rows, 'disputes', args.id)
      const customer = customerOf(rows, dispute, args.customerId)
      const set = endedAsSpam(dispute, meta)
      const links = linksOf(rows, args.links, dispute).filter(({ revokedAt }) => revokedAt === null)
      const tasks = openTasks(rows, args.tasks, dispute)
      const data: SpamData = {
        ...{ outcome: 'spam', step: dispute.step },
        ...(dispute.approval === 'needed' && { approval: dispute.approval }),
        links: links.map(({ id }) => id),
        tasks: tasks.map(({ id }) => id),
      }
      return [
        {
          ...{ op: 'update', table: 'disputes', id: dispute.id, set },
          expect: { step: dispute.step, loop: dispute.loop },
        },
        { op: 'insert', table: 'disputeEvents', row: disputeEvent(dispute.id, 'closed', { ...data }, meta) },
        ...links.map(
          ({ id }): Change => ({
            ...{ op: 'update', table: 'links', id, set: { revokedAt: meta.at }, expect: { revokedAt: null } },
          }),
        ),
        ...tasks.map(
          ({ id }): Change => ({
            ...{ op: 'update', table: 'tasks', id, set: { status: 'cancelled' }, expect: { status: 'open' } },
          }),
        ),
        {
          ...{ op: 'update', table: 'customers', id: customer.id },
          set: { openDisputes: Math.max(0, customer.openDisputes - 1) },
        },
      ]
    },
  }),

  /** Undo of `dispute.spam`: the case stands where it stood, its links open again. `event`: what its end remembers. */
  'dispute.unspam': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: UnspamArgs,
    touches: (args) => [...touched(args), ...ref('disputeEvents', args.event)],
    apply(rows, args, meta) {
      const dispute = mustGet(rows, 'disputes', args.id)
      const customer = customerOf(rows, dispute, args.customerId)
      const { set, data, closedAt } = noSpam(dispute, mustGet(rows, 'disputeEvents', args.event))
      const links = linksOf(rows, args.links, dispute).filter(
        ({ id, revokedAt }) => data.links.includes(id) && revokedAt === closedAt,
      )
      const tasks = args.tasks.map((id) => mustGet(rows, 'tasks', id))
      return [
        { op: 'update', table: 'disputes', id: dispute.id, set, expect: { outcome: 'spam', closedAt } },
        {
          op: 'insert',
          table: 'disputeEvents',
          row: disputeEvent(dispute.id, 'note', { outcome: 'spam', undone: true }, meta),
        },
        ...links.map(
          ({ id, revokedAt }): Change => ({
            ...{ op: 'update', table: 'links', id, set: { revokedAt: null }, expect: { revokedAt } },
          }),
        ),
        ...tasks.flatMap(({ id, status, disputeId }): Change[] =>
          data.tasks.includes(id) && status === 'cancelled' && disputeId === dispute.id
            ? [{ op: 'update', table: 'tasks', id, set: { status: 'open' }, expect: { status: 'cancelled' } }]
            : [],
        ),
        { op: 'update', table: 'customers', id: customer.id, set: { openDisputes: customer.openDisputes + 1 } },
      ]
    },
  }),
}
