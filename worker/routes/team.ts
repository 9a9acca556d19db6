import { Hono } from 'hono'
import { body, type Env, sameOrigin, sessionCtx } from '../http.ts'
import { createKey, listKeys, NewKey, revokeKey } from '../verbs/keys.ts'
import { addMember, NewMember, removeMember } from '../verbs/team.ts'

export const team = new Hono<Env>()
  .use(sameOrigin)
  .post('/members', async (c) => c.json(await addMember(sessionCtx(c), await body(c, NewMember)), 201))
  .delete('/members/:id', async (c) => {
    await removeMember(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
  .get('/keys', async (c) => c.json({ keys: await listKeys(sessionCtx(c)) }, 200))
  .post('/keys', async (c) => c.json(await createKey(sessionCtx(c), await body(c, NewKey)), 201))
  .delete('/keys/:id', async (c) => {
    await revokeKey(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
