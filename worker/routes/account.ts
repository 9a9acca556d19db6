/** One's own account, whatever the role. */
import { Hono } from 'hono'
import { body, type Env, leave, passkeySite, sameOrigin, sessionCtx } from '../http.ts'
import { Proof, prove } from '../verbs/own-login.ts'
import { NewPasskey } from '../verbs/passkey-signatures.ts'
import * as passkeys from '../verbs/passkeys.ts'
import { ChangePassword, changePassword, ownLogin } from '../verbs/passwords.ts'
import { EndOthers, endDevice, endOtherDevices, listDevices } from '../verbs/sessions.ts'

export const account = new Hono<Env>()
  .use(sameOrigin)
  .get('/', async (c) => c.json(await ownLogin(sessionCtx(c)), 200))
  .post('/password', async (c) => {
    const ctx = sessionCtx(c)
    const input = await body(c, ChangePassword)
    await changePassword(ctx, input)
    if (input.everywhere) leave(c)
    return c.json({ ok: true }, 200)
  })
  .post('/proof', async (c) => {
    await prove(sessionCtx(c), () => passkeySite(c), await body(c, Proof))
    return c.json({ ok: true }, 200)
  })
  .get('/devices', async (c) => c.json({ devices: await listDevices(sessionCtx(c)) }, 200))
  .delete('/devices/:id', async (c) => {
    await endDevice(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
  .post('/devices/end-others', async (c) => {
    const ctx = sessionCtx(c)
    await endOtherDevices(ctx, await body(c, EndOthers))
    return c.json({ ok: true }, 200)
  })
  .get('/passkeys', async (c) => c.json({ passkeys: await passkeys.listPasskeys(sessionCtx(c)) }, 200))
  .post('/passkeys/options', async (c) => c.json(await passkeys.registerOptions(sessionCtx(c), passkeySite(c)), 200))
  .post('/passkeys', async (c) => {
    const input = await body(c, NewPasskey)
    return c.json(await passkeys.addPasskey(sessionCtx(c), passkeySite(c), input), 201)
  })
  .patch('/passkeys/:id', async (c) => {
    await passkeys.renamePasskey(sessionCtx(c), c.req.param('id'), await body(c, passkeys.PasskeyName))
    return c.json({ ok: true }, 200)
  })
  .delete('/passkeys/:id', async (c) => {
    await passkeys.removePasskey(sessionCtx(c), c.req.param('id'))
    return c.json({ ok: true }, 200)
  })
