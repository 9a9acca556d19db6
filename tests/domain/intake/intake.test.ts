import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Intake, type IntakeContext, ordersIn, readIntake } from '../../../worker/domain/intake.ts'
import { matchIntake } from '../../../worker/domain/intake-match.ts'
import type { OrderRow } from '../../../worker/domain/rows.ts'

const nobody: IntakeContext = { isShop: () => false, isBuyer: () => false }
const shop: IntakeContext = { isShop: (name) => name === '山间茶铺', isBuyer: (name) => name === '小鹿 乱撞' }
const read = (text: string, context = nobody, title?: string) => readIntake(title ? { title, text } : { text }, context)

const COMPLAINT = '货和我要的数量不一样。我要3个医药盒三个,可只发给我了一个。也没提前通知我。'

describe('the buyer’s words', () => {
  test.each([
    ['as they are', COMPLAINT],
    ['after a name', `小鹿乱撞: ${COMPLAINT}`],
    ['after a name and a full-width colon', `小鹿乱撞：${COMPLAINT}`],
    ['after a name and a line break', `小鹿乱撞:\n${COMPLAINT}`],
    ['after a name and a time', `小鹿乱撞 2026-11-20 10:03:22\n${COMPLAINT}`],
    ['after 千牛’s head', `小鹿乱撞 (2026-11-20 10:03:22): ${COMPLAINT}`],
    ['after a time in brackets', `[2026-11-20 10:03] 小鹿乱撞: ${COMPLAINT}`],
    ['after a line of time', `昨天 下午 3:05\n小鹿乱撞:\n${COMPLAINT}\n[图片]`],
    ['between rules and marks', `—— 2026年11月20日 ——\n小鹿乱撞 10:03\n${COMPLAINT}[图片]`],
    ['below what says which order', `订单号：3456789012345678901\n小鹿乱撞：${COMPLAINT}`],
  ])('%s', (_, text) => {
    expect(read(text).words).toBe(COMPLAINT)
  })

  test('a colon inside a sentence makes nobody speak', () => {
    const text = '收到了。问题：袋子破了，10:30 才送到'
    expect(read(text)).toMatchObject({ words: text, names: [] })
    expect(read('问题：袋子破了').words).toBe('问题：袋子破了')
  })
  test('the shop’s own answers are left out', () => {
    const text = '小鹿 乱撞: 怎么少了两个？\n山间茶铺: 亲，我查一下\n小鹿 乱撞: 都等三天了'
    expect(read(text, shop)).toMatchObject({ words: '怎么少了两个？\n都等三天了', names: ['小鹿 乱撞'] })
  })
  test('of several who speak, each keeps their name', () => {
    const text = '小鹿: 少了两个\n阿宁: 我也是\n小鹿: 怎么办'
    expect(read(text)).toMatchObject({ words: '小鹿：少了两个\n阿宁：我也是\n小鹿：怎么办', names: ['小鹿', '阿宁'] })
  })
  test('named as the buyer, or by the chat’s title', () => {
    expect(read('买家昵称：小鹿乱撞\n杯子碎了')).toMatchObject({ words: '杯子碎了', names: ['小鹿乱撞'] })
    expect(read('杯子碎了', shop, '小鹿乱撞').names).toEqual(['小鹿乱撞'])
    expect(read('杯子碎了', shop, '山间茶铺').names).toEqual([])
  })
  test('never throws, and never says more than it was given', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => {
        const { words } = read(text)
        expect(words.replaceAll('：', '').length).toBeLessThanOrEqual(text.length)
      }),
      { seed: 7 },
    )
  })
  test('a text made to take long does not', () => {
    for (const unit of ['a ', '小鹿:', '1-', '[[', '10:00', ' '.repeat(50)]) {
      const at = performance.now()
      read(unit.repeat(20_000))
      expect(performance.now() - at).toBeLessThan(2000)
    }
  })
})

describe('order numbers', () => {
  test.each([
    ['订单 3456789012345678901 少发', ['3456789012345678901']],
    ['淘宝345678901234567890', ['345678901234567890']],
    ['拼多多 260101-123456789012345', ['260101-123456789012345']],
    ['京东单 289012345678 一直没到', ['289012345678']],
    ['order #1001 is wrong', ['1001']],
    ['Order no. 7342 arrived broken', ['7342']],
    ['订单号：５８８１', ['5881']],
    ['Amazon 112-1234567-7654321', ['112-1234567-7654321']],
    ['有赞 E20261120101010012300015', ['E20261120101010012300015']],
    ['电话 13812345678，2026-11-20 买的 3 个', []],
    ['没有号码', []],
  ])('%s', (text, found) => {
    expect(ordersIn(text)).toEqual(found)
  })
  test('phones and tails', () => {
    expect(read('电话 138 1234 5678，尾号 6789')).toMatchObject({ phones: ['13812345678'], tails: ['6789'] })
  })
})

describe('whose it is', () => {
  const person = (id: string, over: object) => ({
    ...{ id, nickname: null, name: null, accountId: null, phone: null, lastOrderAt: null },
    ...over,
  })
  const people = [
    person('c1', { nickname: '小鹿乱撞', phone: '13812345678', lastOrderAt: 1 }),
    person('c2', { nickname: '小鹿乱撞', lastOrderAt: 2 }),
    person('c3', { nickname: '小**撞', phone: '139****5678' }),
    person('c4', { accountId: 'TB_Luna', phone: '13900005678' }),
  ]
  const intake = (over: Partial<Intake>) => ({ names: [], phones: [], tails: [], ...over })
  const order = { id: 'o1', customerId: 'c4', externalId: '1001' } as OrderRow
  const ids = (over: Partial<Intake>, orders: OrderRow[] = []) =>
    matchIntake(intake(over), orders, people).map(({ customerId, by }) => [customerId, by])

  test('an order decides alone', () => {
    expect(ids({ names: ['小鹿乱撞'] }, [order])).toEqual([['c4', 'order']])
  })
  test('two of one name are both offered, the latest buyer first', () => {
    expect(ids({ names: ['小鹿乱撞'] })).toEqual([
      ['c2', 'name'],
      ['c1', 'name'],
    ])
  })
  test('a phone before a name, a name before a tail', () => {
    expect(ids({ names: ['小鹿乱撞'], phones: ['13812345678'] })).toEqual([['c1', 'phone']])
    expect(ids({ names: ['tb_luna'], tails: ['5678'] })).toEqual([['c4', 'name']])
    expect(ids({ tails: ['5678'] })).toEqual([
      ['c1', 'tail'],
      ['c4', 'tail'],
    ])
  })
  test('masked names and phones match nobody, parts of names neither', () => {
    expect(ids({ names: ['小**撞', '小鹿'] })).toEqual([])
    expect(ids({ names: [] })).toEqual([])
  })
})
