import { Hono } from 'hono'
import * as v from 'valibot'
import { body, type Env, nudge, sameOrigin, sessionCtx } from '../http.ts'
import { Subscription, subscribe, testNotification, unsubscribe } from '../verbs/subscribe.ts'

export const inbox = new Hono<Env>()
  .use(sameOrigin)
  .post('/subscriptions', async (c) => c.json(await subscribe(sessionCtx(c), await body(c, Subscription)), 201))
  .post('/subscriptions/remove', async (c) => {
    await unsubscribe(sessionCtx(c), (await body(c, v.object({ endpoint: v.string() }))).endpoint)
    return c.json({ ok: true }, 200)
  })
  .post('/test', async (c) => {
    const ctx = sessionCtx(c)
    await testNotification(ctx)
    await nudge(c, { kind: 'deliver', shopId: ctx.db.shopId })
    return c.json({ ok: true }, 202)
  })
