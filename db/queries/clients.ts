/** A phone's outbox as the server has taken it. */
import { guard, type Statement, statement } from '../statement.ts'

export const clientStatement = (clientId: string): Statement =>
  statement('SELECT memberId, lastSeq FROM clients WHERE shopId = :shop AND id = :clientId', { clientId })

/** Answers already given, by mutation id. */
export const answersStatement = (ids: string[]): Statement =>
  statement(
    'SELECT id, status, code, details FROM mutations WHERE shopId = :shop AND id IN (SELECT value FROM json_each(:ids))',
    { ids: JSON.stringify(ids) },
  )

/** Takes number `seq` of the client's outbox, or aborts the batch when another push was first. */
export const takeSeq = (clientId: string, memberId: string, seq: number, now: number): Statement[] => [
  statement(
    'INSERT INTO clients (shopId, id, memberId, lastSeq, seenAt) VALUES (:shop, :clientId, :memberId, 0, :now) ON CONFLICT DO NOTHING',
    { clientId, memberId, now },
  ),
  statement(
    'UPDATE clients SET lastSeq = :seq, seenAt = :now WHERE shopId = :shop AND id = :clientId AND memberId = :memberId AND lastSeq = :seq - 1',
    { clientId, memberId, seq, now },
  ),
  guard(),
]

export interface Answer {
  clientId: string
  seq: number
  id: string
  name: string
  status: 'applied' | 'rejected'
  code: string | null
  details: string | null
  saidAt: number
  at: number
}

export const keepAnswer = (answer: Answer): Statement =>
  statement(
    `INSERT INTO mutations (shopId, clientId, seq, id, name, status, code, details, saidAt, at)
     VALUES (:shop, :clientId, :seq, :id, :name, :status, :code, :details, :saidAt, :at)`,
    { ...answer },
  )
