import { Hono } from 'hono'
import * as v from 'valibot'
import { closedCases, closedCursor, closedPage } from '../../db/queries/closed-cases.ts'
import { ordersOfCustomer } from '../../db/queries/orders.ts'
import { toRow } from '../../db/tables.ts'
import { load } from '../context.ts'
import { seesContacts, withoutContacts } from '../domain/contacts.ts'
import { PushRequest } from '../domain/wire.ts'
import { ApiError } from '../errors.ts'
import { body, type Env, nudge, sameOrigin, sessionCtx } from '../http.ts'
import { pull } from '../verbs/pull.ts'
import { push } from '../verbs/push.ts'
import { replay } from '../verbs/replay.ts'
import { asOfMs } from './v1-shapes.ts'

const HISTORY = 200
/** Closed cases in one answer. */
const CASES = 500

export const sync = new Hono<Env>()
  .post('/push', sameOrigin, async (c) => {
    const ctx = sessionCtx(c)
    const answer = await push(ctx, await body(c, PushRequest))
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return c.json(answer, 200)
  })
  .get('/pull', async (c) => {
    const { stream = 'core', client = '', cursor } = c.req.query()
    if (stream !== 'core' && stream !== 'orders') throw new ApiError(400, 'bad_request', { field: 'stream' })
    return c.json(await pull(sessionCtx(c), stream, client, cursor), 200)
  })
  .post('/replay', sameOrigin, async (c) => {
    const { asOf } = await body(c, v.object({ asOf: v.pipe(v.string(), v.maxLength(40)) }))
    return c.json(await replay(sessionCtx(c), (zone) => asOfMs(asOf, zone)), 200)
  })
  .get('/disputes/closed', async (c) => {
    const since = Number(c.req.query('since') ?? 0)
    const cursor = closedCursor(c.req.query('cursor') ?? '')
    if (!Number.isSafeInteger(since) || !cursor) throw new ApiError(400, 'bad_request', { field: 'since' })
    const { actor, rows } = await load(sessionCtx(c), { role: 'viewer' }, [closedCases(since, cursor, CASES + 1)])
    const { cases, next } = closedPage(rows[0] ?? [], CASES)
    return c.json(
      { cases: seesContacts(actor) ? cases : cases.map((row) => withoutContacts('disputes', row)), next },
      200,
    )
  })
  .get('/customers/:id/orders', async (c) => {
    const before = Number(c.req.query('before') ?? Number.MAX_SAFE_INTEGER)
    if (!Number.isSafeInteger(before)) throw new ApiError(400, 'bad_request', { field: 'before' })
    const { actor, rows } = await load(sessionCtx(c), { role: 'viewer' }, [
      ordersOfCustomer(c.req.param('id'), before, HISTORY),
    ])
    const orders = (rows[0] ?? []).map((row) => toRow('orders', row))
    return c.json({ orders: seesContacts(actor) ? orders : orders.map((row) => withoutContacts('orders', row)) }, 200)
  })
