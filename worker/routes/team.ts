import { Hono } from 'hono'
import * as v from 'valibot'
import { ApiError } from '../errors.ts'
import { body, type Env, sameOrigin, sessionCtx } from '../http.ts'
import { invite, listInvitations, NewInvitation, revokeInvitation } from '../verbs/invitations.ts'
import { createKey, listKeys, NewKey, revokeKey, takeKeyOver } from '../verbs/keys.ts'
import { resetFor } from '../verbs/passwords.ts'
import { KeysOf, listFormer, NewRole, removeMember, setRole } from '../verbs/team.ts'

export const team = new Hono<Env>()
  .use(sameOrigin)
  .get('/invitations', async (c) => c.json({ invitations: await listInvitations(sessionCtx(c)) }, 200))
  .post('/invitations', async (c) => c.json(await invite(sessionCtx(c), await body(c, NewInvitation)), 201))
  .delete('/invitations/:id', async (c) => {
    await revokeInvitation(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
  .post('/members/:id/reset', async (c) => c.json(await resetFor(sessionCtx(c), c.req.param('id')), 201))
  .delete('/members/:id', async (c) => {
    const keys = v.safeParse(KeysOf, c.req.query('keys') ?? 'end')
    if (!keys.success) throw new ApiError(400, 'bad_request', { fields: ['keys'] })
    await removeMember(sessionCtx(c), c.req.param('id'), keys.output)
    return c.json({ ok: true }, 200)
  })
  .patch('/members/:id', async (c) => {
    await setRole(sessionCtx(c), c.req.param('id'), await body(c, NewRole))
    return c.json({ ok: true }, 200)
  })
  .get('/former', async (c) => c.json({ members: await listFormer(sessionCtx(c)) }, 200))
  .get('/keys', async (c) => c.json({ keys: await listKeys(sessionCtx(c)) }, 200))
  .post('/keys', async (c) => c.json(await createKey(sessionCtx(c), await body(c, NewKey)), 201))
  .post('/keys/:id/take-over', async (c) => {
    await takeKeyOver(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
  .delete('/keys/:id', async (c) => {
    await revokeKey(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
