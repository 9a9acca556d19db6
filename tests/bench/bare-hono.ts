/** The least a worker can answer with the same router: what `npm start`'s health check is measured against. */
import { Hono } from 'hono'

export default new Hono().get('/api/health', (c) => c.json({ ok: true, version: '0', database: { ok: true, ms: 0 } }))
