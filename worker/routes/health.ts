import { Hono } from 'hono'
import type { Env } from '../http.ts'
import { checkHealth } from '../verbs/health.ts'

export const health = new Hono<Env>().get('/health', async (c) => {
  const { deps } = c.var
  const started = Date.now()
  const { database, code } = await checkHealth(deps)
  const answer = { ok: code === null, version: deps.version, database: { ok: database, ms: Date.now() - started } }
  return code === null ? c.json(answer, 200) : c.json({ ...answer, code }, 503)
})
