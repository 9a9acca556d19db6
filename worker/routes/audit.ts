/** Who did what, when: for owners. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { auditCursor, auditLines, auditPage } from '../../db/queries/audit.ts'
import { load } from '../context.ts'
import { ApiError } from '../errors.ts'
import { type Env, sessionCtx } from '../http.ts'

const LINES = 50

const Asked = v.object({
  cursor: v.optional(v.string(), ''),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100)), ''),
  /** Actions with commas between them; `dispute.` for all that begin so. */
  action: v.optional(v.pipe(v.string(), v.regex(/^$|^[a-z-]+\.[a-z.-]*(,[a-z-]+\.[a-z.-]*){0,19}$/)), ''),
  /** Actions found besides what `q` finds. */
  said: v.optional(v.pipe(v.string(), v.regex(/^$|^[a-z-]+\.[a-z.-]+(,[a-z-]+\.[a-z.-]+){0,199}$/)), ''),
  member: v.optional(v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{0,64}$/)), ''),
})

export const audit = new Hono<Env>().get('/', async (c) => {
  const asked = v.safeParse(Asked, c.req.query())
  const before = asked.success ? auditCursor(asked.output.cursor) : null
  if (!asked.success || !before) {
    throw new ApiError(400, 'bad_request', { fields: asked.issues?.map((i) => v.getDotPath(i) ?? '') ?? ['cursor'] })
  }
  const { q, said, action, member } = asked.output
  const list = (text: string) => (text === '' ? [] : text.split(','))
  const filter = { q, said: list(said), actions: list(action), member }
  const { rows } = await load(sessionCtx(c), { role: 'owner' }, [auditPage(filter, before, LINES + 1)])
  return c.json(auditLines(rows[0] ?? [], LINES), 200)
})
