import { describe, expect, test } from 'vitest'
import { segmentMutations as mutations } from '../../../worker/domain/mutations/segment.ts'
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { NOW } from '../../support/figures.ts'
import { MemoryRows, refusalOf } from '../dispute/fixtures.ts'
import { by, uuid } from '../win-back/fixtures.ts'

const expression: SegmentExpression = { all: [{ field: 'tier', is: 'oneOf', value: ['A'] }] }
const narrower: SegmentExpression = { all: [...expression.all, { field: 'net', is: 'atLeast', value: 500 }] }
const wider: SegmentExpression = { all: [{ field: 'tier', is: 'oneOf', value: ['A', 'B'] }] }
const rowsWith = (over: Partial<SegmentRow> = {}) =>
  new MemoryRows().with('segments', {
    ...{ id: 's1', name: '老茶客', expression, createdAt: 0, createdBy: null, archivedAt: null },
    ...over,
  })

describe('segment.save', () => {
  const save = (rows: MemoryRows, over: object = {}) =>
    rows.run(mutations['segment.save'], { id: uuid(1), name: ' 老茶客 ', expression, ...over }, by())

  test('keeps it under the phone’s id, its name trimmed', () => {
    const rows = new MemoryRows()
    save(rows)
    expect(rows.must('segments', uuid(1))).toEqual({
      ...{ id: uuid(1), name: '老茶客', expression, createdAt: NOW, createdBy: by().actor.memberId, archivedAt: null },
    })
    expect(refusalOf(() => save(rows)).code).toBe('already_exists')
  })

  test('two may bear the same name', () => {
    const rows = rowsWith()
    save(rows)
    expect(rows.must('segments', uuid(1)).name).toBe(rows.must('segments', 's1').name)
  })

  test.each([
    { name: ' ' },
    { name: '客'.repeat(41) },
    { id: 's1' },
    { expression: { all: [] } },
    { expression: { field: 'phone', is: 'unknown', value: null } },
    { expression: 'tier' },
  ])('refuses %o', (over) => {
    expect(() => save(new MemoryRows(), over)).toThrow()
  })
})

describe('segment.edit', () => {
  const edit = (rows: MemoryRows, set: object, was: object) =>
    rows.run(mutations['segment.edit'], { id: 's1', set, was }, by())

  test('one gives another name, one another filter: both stay', () => {
    const rows = rowsWith()
    edit(rows, { name: '铁杆茶客' }, { name: '老茶客' })
    edit(rows, { expression: narrower }, { expression })
    expect(rows.must('segments', 's1')).toMatchObject({ name: '铁杆茶客', expression: narrower })
  })

  test('two different filters are a conflict that names both; the same one twice is none', () => {
    const rows = rowsWith({ expression: wider })
    const { code, details } = refusalOf(() => edit(rows, { expression: narrower }, { expression }))
    expect([code, details]).toEqual(['conflict', { fields: { expression: { yours: narrower, theirs: wider } } }])
    expect(edit(rows, { expression: wider }, { expression })).toEqual([])
  })

  test('is refused where there is none', () => {
    expect(refusalOf(() => edit(new MemoryRows(), { name: 'x' }, {})).code).toBe('not_found')
  })
})

test('put away, taken back; done twice, nothing happens', () => {
  const rows = rowsWith()
  const run = (name: 'segment.archive' | 'segment.restore') => rows.run(mutations[name], { id: 's1' }, by()).length
  expect([run('segment.archive'), rows.must('segments', 's1').archivedAt]).toEqual([1, NOW])
  expect(run('segment.archive')).toBe(0)
  expect([run('segment.restore'), rows.must('segments', 's1').archivedAt]).toEqual([1, null])
  expect(run('segment.restore')).toBe(0)
  expect(refusalOf(() => new MemoryRows().run(mutations['segment.archive'], { id: 's1' }, by())).code).toBe('not_found')
})
