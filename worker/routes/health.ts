import { Hono } from 'hono'
import type { Env } from '../http.ts'

export const health = new Hono<Env>().get('/health', async (c) => {
  const { database, version } = c.var.deps
  const started = Date.now()
  try {
    await database.read([{ sql: 'SELECT 1', args: {} }])
    return c.json({ ok: true, version, database: { ok: true, ms: Date.now() - started } }, 200)
  } catch {
    return c.json({ ok: false, version, database: { ok: false, ms: Date.now() - started } }, 503)
  }
})
