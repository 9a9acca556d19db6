import { describe, expect, test } from 'vitest'
import type { Meta, Rows } from '../../../worker/domain/mutation.ts'
import { fixMutations } from '../../../worker/domain/mutations/fix.ts'
import type { FixRow, Role, TableName, Tables } from '../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../worker/domain/time.ts'
import { shop } from '../../web/sync/rules.ts'

const NOW = Date.parse('2026-05-04T10:00:00+08:00')
const meta = (role: Role = 'agent'): Meta => ({
  id: 'm',
  at: NOW,
  actor: { kind: 'member', memberId: 'm1', role },
  shop: shop(),
})
const rowsOf = (rows: { [T in TableName]?: Tables[T][] }): Rows => ({
  get: (table, id) => (rows[table] as { id: string }[] | undefined)?.find((row) => row.id === id) as never,
})
const args = { id: 'f1', dimension: 'cause', value: 'late', note: '换了快递', at: NOW - DAY_MS } as const
const fix: FixRow = { ...args, by: 'm1', endedAt: null }
const mark = (over: object = {}, rows: Rows = rowsOf({})) =>
  fixMutations['fix.mark'].apply(rows, { ...args, ...over } as never, meta())

describe('fix.mark', () => {
  test('remembers what was put right, since when and by whom', () => {
    expect(mark()).toEqual([{ op: 'insert', table: 'fixes', row: fix }])
  })

  test('nothing that lies ahead, or over a year behind', () => {
    for (const at of [NOW + 1, NOW - 367 * DAY_MS]) {
      expect(() => mark({ at })).toThrow(expect.objectContaining({ code: 'bad_date' }))
    }
  })

  test('a cause must be one, an agent a member of the shop', () => {
    expect(() => mark({ value: 'weather' })).toThrow(expect.objectContaining({ code: 'bad_args' }))
    const agent = { dimension: 'agent', value: 'm2' }
    expect(() => mark(agent)).toThrow(expect.objectContaining({ code: 'not_found' }))
    expect(mark(agent, rowsOf({ members: [{ id: 'm2', name: '小满', role: 'agent' }] }))).toHaveLength(1)
  })

  test('once', () => {
    expect(() => mark({}, rowsOf({ fixes: [fix] }))).toThrow(expect.objectContaining({ code: 'already_exists' }))
  })
})

describe('fix.end and fix.restore', () => {
  test('take it back and put it back in, once each', () => {
    const end = (row: FixRow) => fixMutations['fix.end'].apply(rowsOf({ fixes: [row] }), { id: 'f1' }, meta())
    const restore = (row: FixRow) => fixMutations['fix.restore'].apply(rowsOf({ fixes: [row] }), { id: 'f1' }, meta())
    const ended = { ...fix, endedAt: 5 }
    expect(end(fix)).toEqual([{ op: 'update', table: 'fixes', id: 'f1', set: { endedAt: NOW } }])
    expect(restore(ended)).toEqual([{ op: 'update', table: 'fixes', id: 'f1', set: { endedAt: null } }])
    expect([end(ended), restore(fix)]).toEqual([[], []])
  })
})
