/** What a person may ask of a shop: to be forgotten. */
import { Hono } from 'hono'
import { type Env, sameOrigin, sessionCtx } from '../http.ts'
import { erasePerson } from '../verbs/erase-person.ts'

export const people = new Hono<Env>()
  .use(sameOrigin)
  .post('/:id/erase', async (c) => c.json(await erasePerson(sessionCtx(c), c.var.deps.files, c.req.param('id')), 200))
