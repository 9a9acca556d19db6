import { signal } from '@preact/signals'
import { describe, expect, test } from 'vitest'
import { createSearch } from '../../../web/store/search.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { customer } from './rules.ts'

const people = [
  customer('1', { nickname: '茶香满楼', name: '王小满', phone: '138-0013-8000', accountId: 'tb_9001', lastOrderAt: 1 }),
  customer('2', { nickname: '小满爱喝茶', name: null, phone: '13900139000', accountId: 'Tea_Lover', lastOrderAt: 3 }),
  customer('3', { nickname: 'Anna', name: 'Anna Lee', phone: null, accountId: null, lastOrderAt: 2 }),
]
const rows = signal<readonly CustomerRow[]>(people)
const search = createSearch(rows)
const found = (query: string, limit?: number) => search(query, limit).map((row) => row.id)

describe('search finds', () => {
  test.each([
    ['part of a nickname', '香满', ['1']],
    ['a phone’s tail, however it is written', '8000', ['1']],
    ['an account in any letter case', 'tea_lover', ['2']],
    ['full-width letters', 'ＡＮＮＡ', ['3']],
    ['all of several words', 'tb_ 王', ['1']],
    ['nothing where there is nothing', '李四', []],
    ['nothing across two fields', '茶13900', []],
    ['everybody, latest buyer first, when nothing is asked', '  ', ['2', '3', '1']],
  ])('%s', (_what, query, ids) => expect(found(query)).toEqual(ids))

  test('beginnings of a field before the middle', () => {
    expect(found('小满')).toEqual(['2', '1'])
    expect(found('茶')).toEqual(['1', '2'])
  })

  test('beginnings even behind many other hits', () => {
    const many = Array.from({ length: 80 }, (_, i) => customer(`m${i}`, { nickname: `爱甲${i}`, lastOrderAt: 10 }))
    const last = customer('last', { nickname: '甲方' })
    const searchMany = createSearch(signal([...many, last]))
    const ids = searchMany('甲', 10).map((row) => row.id)
    expect(ids).toHaveLength(10)
    expect(ids[0]).toBe('last')
  })

  test('no more than asked for', () => expect(found('1', 1)).toHaveLength(1))

  test('what changed', () => {
    const live = signal<readonly CustomerRow[]>(people)
    const searchLive = createSearch(live)
    expect(searchLive('新名')).toEqual([])
    live.value = [{ ...(people[0] as CustomerRow), name: '新名' }, ...people.slice(1)]
    expect(searchLive('新名').map((row) => row.id)).toEqual(['1'])
    expect(searchLive('王小满')).toEqual([])
  })
})
