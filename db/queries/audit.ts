import { type Statement, statement } from '../statement.ts'

/** One line of the audit trail; `id` is the id of what was done, so that the same thing is never noted twice. */
export const auditStatement = (
  id: string,
  at: number,
  actor: string,
  action: string,
  target: string | null,
): Statement =>
  statement(
    'INSERT INTO audit (shopId, id, at, actor, action, target) VALUES (:shop, :id, :at, :actor, :action, :target)',
    { id, at, actor, action, target },
  )
