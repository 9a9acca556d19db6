/** A bare Hono answer under the same adaptor: BYTES of it. Says its port. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const body = 'x'.repeat(Number(process.env.BYTES))
const app = new Hono().get('/', (c) => c.body(body, 200, { 'content-type': 'application/json' }))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.info(port))
