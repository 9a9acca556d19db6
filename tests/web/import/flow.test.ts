import { beforeEach, describe, expect, it } from 'vitest'
import { createFlow, type ImportFlow } from '../../../web/import/flow.ts'
import type { Reading } from '../../../web/import/parse.worker.ts'
import { parseFiles } from '../../../web/import/parse-files.ts'
import { chunksOf, contentHash } from '../../../web/import/prepare.ts'
import { newId } from '../../../web/store/ids.ts'
import { plainFile, taobaoOrdersFile } from '../../support/order-files.ts'
import { FakeImports, orderNo } from './fake-imports.ts'

const NOW = Date.UTC(2026, 9, 31, 16)
const SHOP = { timezone: 'Asia/Shanghai', currency: 'CNY' }
const { orders: bytes, expected } = taobaoOrdersFile({ orders: 1300, seed: 5, badRows: 3 })
const taobao = () => new File([bytes], 'ExportOrderList.csv')

async function read(files: File[]): Promise<Reading> {
  const context = { timeZone: SHOP.timezone, currency: SHOP.currency, now: NOW }
  const { orders, ...rest } = await parseFiles(files, context)
  const chunks = [...chunksOf(orders, context)]
  return { ...rest, chunks, hash: await contentHash(chunks.map((chunk) => chunk.identities)) }
}

let server: FakeImports
let goOnline: () => void

const open = (): ImportFlow =>
  createFlow({
    api: server.api,
    parse: ({ files }) => read(files),
    newId,
    sync: async () => {},
    wait: async () => {},
    online: () => server.online,
    onOnline: (hear) => {
      goOnline = hear
    },
    shop: () => SHOP,
    customers: () => [],
  })
const found = (flow: ImportFlow) => {
  const at = flow.state.value
  if (at.step !== 'found') throw new Error(`at ${at.step}`)
  return at
}
const running = (flow: ImportFlow) => {
  const at = flow.state.value
  if (at.step !== 'running') throw new Error(`at ${at.step}`)
  return at.run
}

beforeEach(() => {
  server = new FakeImports()
})

describe('an import from files to result', () => {
  it('says what is new before anything is sent', async () => {
    const flow = open()
    await flow.pick([taobao()])
    expect(found(flow).preview).toEqual({ created: expected.orders, updated: 0, unchanged: 0 })
    expect(found(flow).resume).toBeNull()
    expect(server.orders.size).toBe(0)
    expect(found(flow).reading.written).toEqual(['gb18030'])
  })

  it('starts one import however often it is tapped', async () => {
    const flow = open()
    await flow.pick([taobao()])
    flow.begin()
    const run = running(flow)
    flow.begin()
    expect(running(flow)).toBe(run)
    await run.start()
    expect(server.imports.size).toBe(1)
    expect(server.chunks.toSorted()).toEqual([0, 1, 2])
    expect(run.state.value).toMatchObject({ phase: 'done', created: expected.orders })
  })

  it('finds the import that was broken off when the same file is chosen again, and sends what is missing', async () => {
    const before = open()
    await before.pick([taobao()])
    // Start and one chunk, then the phone is gone.
    server.left = 2
    before.begin()
    await running(before).start()
    server.left = Number.POSITIVE_INFINITY
    server.seen.length = 0

    const flow = open()
    await flow.pick([taobao()])
    expect(found(flow).resume).toMatchObject({ done: 1, chunks: 3 })
    flow.begin()
    await running(flow).start()
    expect(server.imports.size).toBe(1)
    expect(server.chunks).toHaveLength(2)
    expect(running(flow).state.value).toMatchObject({ phase: 'done', created: expected.orders })
  })

  it('begins a new import, not an old one, once that was finished or taken back', async () => {
    for (const end of ['finishedAt', 'undoneAt'] as const) {
      server = new FakeImports()
      const flow = open()
      await flow.pick([taobao()])
      flow.begin()
      await running(flow).start()
      for (const one of server.imports.values()) Object.assign(one, { finishedAt: null, undoneAt: null, [end]: 9 })
      await flow.pick([taobao()])
      expect(found(flow).resume).toBeNull()
    }
  })

  it('keeps what was read when the server cannot be asked, and asks again when there is a network', async () => {
    const flow = open()
    server.online = false
    await flow.pick([taobao()])
    expect(found(flow)).toMatchObject({ problem: 'network', preview: null })
    flow.begin()
    expect(flow.state.value.step).toBe('found')

    server.online = true
    goOnline()
    await expect.poll(() => found(flow).preview?.created).toBe(expected.orders)
    expect(found(flow).problem).toBeNull()
  })

  it('goes on by itself when the network is back', async () => {
    const flow = open()
    await flow.pick([taobao()])
    server.left = 2
    flow.begin()
    await running(flow).start()
    expect(running(flow).state.value.phase).toBe('paused')
    server.left = Number.POSITIVE_INFINITY
    goOnline()
    await running(flow).start()
    expect(running(flow).state.value).toMatchObject({ phase: 'done', created: expected.orders })
  })

  it('leaves an import the person stopped alone when the network comes back', async () => {
    const flow = open()
    await flow.pick([taobao()])
    flow.begin()
    const run = running(flow)
    run.pause()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'paused', problem: null })
    goOnline()
    expect(run.state.value.phase).toBe('paused')
  })

  it('makes the same import of the same files in whatever order they were chosen', async () => {
    const other = () => new File([plainFile({ orders: 40, seed: 9 }).orders], 'sheet.csv')
    const [a, b] = [open(), open()]
    await a.pick([taobao(), other()])
    await b.pick([other(), taobao()])
    expect(found(a).reading.hash).toBe(found(b).reading.hash)
  })
})

describe('chunksOf', () => {
  const context = { currency: 'CNY', now: NOW }

  it('puts at most 500 orders into a chunk and loses none', () => {
    const orders = Array.from({ length: 1001 }, (_, n) => orderNo(n))
    const chunks = [...chunksOf(orders, context)]
    expect(chunks.map((chunk) => chunk.orders.length)).toEqual([500, 500, 1])
    expect(chunks.flatMap((chunk) => chunk.orders)).toEqual(orders)
    expect(chunks.flatMap((chunk) => chunk.identities.map(([, id]) => id))).toEqual(orders.map((one) => one.externalId))
  })

  it('keeps a chunk of very long orders within what one request may carry', () => {
    const lines = Array.from({ length: 200 }, () => ({ product: '茶'.repeat(500), quantity: 1, price: '1.00' }))
    const orders = Array.from({ length: 30 }, (_, n) => ({ ...orderNo(n), lines }))
    const chunks = [...chunksOf(orders, context)]
    const bytes = chunks.map((chunk) => new TextEncoder().encode(JSON.stringify({ orders: chunk.orders })).length)
    expect(Math.max(...bytes)).toBeLessThan(4 * 1024 * 1024)
    expect(chunks.flatMap((chunk) => chunk.orders)).toHaveLength(30)
  })

  it('names the content, so that one changed order makes another import', async () => {
    const hashOf = (total: string) =>
      contentHash([...chunksOf([orderNo(1), orderNo(2, total)], context)].map((chunk) => chunk.identities))
    expect(await hashOf('10.00')).toBe(await hashOf('10.00'))
    expect(await hashOf('10.01')).not.toBe(await hashOf('10.00'))
  })
})
