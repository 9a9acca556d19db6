/** A phone's outbox, applied in order: each mutation once, each atomically, a refused one never in the way. */
import { LostRace, type Row } from '../../db/client.ts'
import { answersStatement, clientStatement, keepAnswer, takeSeq } from '../../db/queries/clients.ts'
import { type Ctx, completeShop, loadMember } from '../context.ts'
import type { Actor } from '../domain/actor.ts'
import { maskDeep, seesContacts } from '../domain/contacts.ts'
import type { Mutation, Ref } from '../domain/mutation.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ShopRow } from '../domain/rows.ts'
import type { MutationResult, PushAnswer, PushedMutation, PushRequest } from '../domain/wire.ts'
import { ApiError, forbidden } from '../errors.ts'
import { addLoaded, clampTime, decide, LoadedRows, metaOf, parseMutation, refStatements } from './perform.ts'

const TRIES = 4

interface Parsed {
  pushed: PushedMutation
  mutation: Mutation | null
  args: unknown
  refs: Ref[]
  refusal: Refusal | null
}

/**
 * Applies what is new of `request`, answers what was seen before as it was answered then. All rows of a push are
 * read in one batch; each mutation is then one atomic write.
 * @throws ApiError 409 `sequence_gap` with `expected`; DatabaseUnavailable, after which sending again is safe
 */
export async function push(ctx: Ctx, request: PushRequest): Promise<PushAnswer> {
  const parsed = request.mutations.map(parse)
  for (let i = 1; i < parsed.length; i++) {
    const expected = (parsed[i - 1]?.pushed.seq ?? 0) + 1
    if (parsed[i]?.pushed.seq !== expected) throw new ApiError(409, 'sequence_gap', { expected })
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(ctx, request, parsed, attempt >= TRIES)
    } catch (error) {
      if (!(error instanceof LostRace)) throw error
      if (attempt > TRIES) throw new ApiError(409, 'busy')
    }
  }
}

function parse(pushed: PushedMutation): Parsed {
  try {
    const { mutation, args } = parseMutation(pushed.name, pushed.version, pushed.args)
    return { pushed, mutation, args, refs: mutation.touches(args), refusal: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { pushed, mutation: null, args: null, refs: [], refusal: error }
  }
}

/** @param last a mutation that still loses its race is now refused as a conflict, so that it never blocks the queue */
async function run(ctx: Ctx, { clientId, userId }: PushRequest, parsed: Parsed[], last: boolean): Promise<PushAnswer> {
  const refs = parsed.flatMap((p) => p.refs)
  const {
    actor,
    memberId,
    shop,
    stored,
    rows: results,
  } = await loadMember(ctx, [
    clientStatement(clientId),
    answersStatement(parsed.map((p) => p.pushed.id)),
    ...refStatements(refs),
  ])
  if (userId && userId !== memberId) throw new ApiError(409, 'other_user')
  const [client, answers, ...loaded] = results
  if (client?.[0] && client[0].memberId !== memberId) throw forbidden()
  const seen = new Map((answers ?? []).map((row) => [String(row.id), row]))
  const rows = new LoadedRows()
  rows.add('shops', shop.id, stored)
  addLoaded(rows, refs, loaded)

  let lastSeq = Number(client?.[0]?.lastSeq ?? 0)
  const out: MutationResult[] = []
  for (const item of parsed) {
    const { seq, id } = item.pushed
    const before = seen.get(id)
    if (seq <= lastSeq) {
      // An id we never saw under a number we already took: a phone restored from an old copy of itself.
      if (!before) throw new ApiError(409, 'sequence_gap', { expected: lastSeq + 1 })
      out.push(answerOf(seq, before))
      continue
    }
    if (seq !== lastSeq + 1) throw new ApiError(409, 'sequence_gap', { expected: lastSeq + 1 })
    if (before) {
      await ctx.db.write(takeSeq(clientId, memberId, seq, ctx.now))
      out.push(answerOf(seq, before))
    } else {
      out.push(await applyOne(ctx, clientId, actor, shopIn(rows, shop), rows, item, last))
    }
    lastSeq = seq
  }
  return { results: seesContacts(actor) ? out : out.map(withoutContacts), lastSeq, now: ctx.now }
}

/** Details may hold what was sent when one still was allowed to, and what stands in its place. */
const withoutContacts = (result: MutationResult): MutationResult =>
  result.status === 'applied' ? result : { ...result, details: maskDeep(result.details) as Record<string, unknown> }

/** The shop as the mutations before this one left it. */
const shopIn = (rows: LoadedRows, shop: ShopRow): ShopRow => completeShop(rows.get('shops', shop.id) ?? shop)

async function applyOne(
  ctx: Ctx,
  clientId: string,
  actor: Actor,
  shop: ShopRow,
  rows: LoadedRows,
  item: Parsed,
  last: boolean,
): Promise<MutationResult> {
  const { seq, id, name, at: saidAt } = item.pushed
  const memberId = actor.memberId ?? ''
  const at = clampTime(saidAt, ctx.now, { refs: item.refs, rows, shop, memberId })
  const answer = { clientId, seq, id, name, saidAt, at }
  const taken = takeSeq(clientId, memberId, seq, ctx.now)
  let refusal = item.refusal
  if (item.mutation) {
    try {
      const meta = metaOf(id, at, actor, shop)
      const { changes, statements } = decide(name, item.mutation, item.args, rows, meta, actor, ctx.now)
      await ctx.db.write([
        ...taken,
        keepAnswer({ ...answer, status: 'applied', code: null, details: null }),
        ...statements,
      ])
      rows.merge(changes)
      return { seq, status: 'applied' }
    } catch (error) {
      if (error instanceof LostRace && last) refusal = new Refusal('conflict')
      else if (error instanceof Refusal) refusal = error
      else throw error
    }
  }
  const { code, details } = refusal ?? new Refusal('bad_args')
  await ctx.db.write([...taken, keepAnswer({ ...answer, status: 'rejected', code, details: JSON.stringify(details) })])
  return { seq, status: 'rejected', code, details }
}

const answerOf = (seq: number, row: Row): MutationResult =>
  row.status === 'applied'
    ? { seq, status: 'applied' }
    : {
        seq,
        status: 'rejected',
        code: row.code as Refusal['code'],
        details: JSON.parse(String(row.details)) as Record<string, unknown>,
      }
