import fc from 'fast-check'
import { ALL_CAUSES } from '../../../worker/domain/causes.ts'
import type { CaseRow, LearningCase } from '../../../worker/domain/learning/case.ts'
import { localDay } from '../../../worker/domain/time.ts'

export const ZONE = 'Asia/Shanghai'
export const MAY = Date.parse('2026-05-04T10:00:00+08:00')

/** A case of every field at rest; what a test is about is put over it. */
export const caseOf = (id: string, over: Partial<LearningCase> = {}): LearningCase => ({
  id,
  customerId: `c-${id}`,
  cause: 'late',
  product: '明前龙井',
  carrier: '韵达',
  agent: 'm1',
  openedAt: MAY,
  month: localDay(over.openedAt ?? MAY, ZONE).slice(0, 7),
  cost: 1000,
  replyMs: 3_600_000,
  resolveMs: 36_000_000,
  marks: null,
  reopened: false,
  closed: true,
  ...over,
})

export const rowOf = (id: string, over: Partial<CaseRow> = {}): CaseRow => ({
  id,
  customerId: 'c1',
  product: '明前龙井 ×2',
  carrier: null,
  assignee: null,
  openedBy: 'm1',
  cause: 'late',
  confirmedCause: null,
  loop: 0,
  openedAt: MAY,
  firstReplyAt: null,
  resolvedAt: null,
  waitedMs: 0,
  closedAt: null,
  remedies: [],
  actualCost: null,
  satisfaction: null,
  outcome: null,
  ...over,
})

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 4 })
const mark = fc.integer({ min: 1, max: 5 })
const one = fc.record({
  customerId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  cause: maybe(fc.constantFrom(...ALL_CAUSES)),
  product: maybe(fc.constantFrom('茶杯', '明前龙井', '__proto__')),
  carrier: maybe(fc.constantFrom('顺丰', '韵达', 'constructor')),
  agent: maybe(fc.constantFrom('m1', 'm2')),
  openedAt: fc.integer({ min: MAY - 400 * 86_400_000, max: MAY }),
  cost: maybe(fc.nat(100_000)),
  replyMs: maybe(fc.nat(1e9)),
  resolveMs: maybe(fc.nat(1e9)),
  marks: maybe(fc.record({ expectation: mark, quality: mark, service: mark })),
  reopened: fc.boolean(),
})

/** Any number of cases with ids of their own. */
export const anyCases = (maxLength = 60): fc.Arbitrary<LearningCase[]> =>
  fc.array(one, { maxLength }).map((some) => some.map((each, i) => caseOf(String(i), each)))
