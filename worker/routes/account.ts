/** One's own account, whatever the role. */
import { Hono } from 'hono'
import { type Env, sameOrigin, sessionCtx } from '../http.ts'
import { endDevice, endOtherDevices, listDevices } from '../verbs/sessions.ts'

export const account = new Hono<Env>()
  .use(sameOrigin)
  .get('/devices', async (c) => c.json({ devices: await listDevices(sessionCtx(c)) }, 200))
  .delete('/devices/:id', async (c) => {
    await endDevice(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
  .post('/devices/end-others', async (c) => {
    await endOtherDevices(sessionCtx(c))
    return c.json({ ok: true }, 200)
  })
