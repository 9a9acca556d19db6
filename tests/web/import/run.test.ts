import { beforeEach, describe, expect, it } from 'vitest'
import { createRun, type ImportContent } from '../../../web/import/run.ts'
import { newId } from '../../../web/store/ids.ts'
import { chunksOfTwo, FakeImports, orderNo } from './fake-imports.ts'

const CHUNKS = 6
let server: FakeImports
let content: ImportContent
let synced: number
let waited: number[]

beforeEach(() => {
  server = new FakeImports()
  content = {
    id: newId(),
    name: 'a.csv',
    format: 'taobao-orders',
    fileHash: 'f'.repeat(64),
    chunks: chunksOfTwo(CHUNKS),
  }
  synced = 0
  waited = []
})

const open = (over: Partial<ImportContent> = {}) =>
  createRun(
    {
      api: server.api,
      sync: async () => {
        synced++
      },
      wait: async (ms) => {
        waited.push(ms)
      },
      online: () => server.online,
    },
    { ...content, ...over },
  )
const kept = () => server.imports.get(content.id)

describe('an import', () => {
  it('sends every chunk once, two at a time, then finishes, recomputes and fetches', async () => {
    const run = open()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'done', done: 6, chunks: 6, created: 12, updated: 0, unchanged: 0 })
    expect(server.chunks.toSorted()).toEqual([0, 1, 2, 3, 4, 5])
    expect(server.atOnce).toBe(2)
    expect(server.seen.slice(-2)).toEqual([`POST /api/import/${content.id}/finish`, 'POST /api/import/recompute'])
    expect(synced).toBe(1)
  })

  it('starts once however often it is tapped', async () => {
    const run = open()
    await Promise.all([run.start(), run.start(), run.start()])
    expect(server.seen.filter((one) => one === 'POST /api/import')).toHaveLength(1)
    expect(server.chunks).toHaveLength(CHUNKS)
    expect(server.recomputed).toBe(1)
  })

  it('changes nothing when the same orders come again', async () => {
    await open().start()
    const again = open({ id: newId() })
    await again.start()
    expect(again.state.value).toMatchObject({ phase: 'done', created: 0, updated: 0, unchanged: 12 })
    expect(server.orders.size).toBe(12)
  })

  it('lists what the server did not take', async () => {
    const chunks = [[orderNo(1), orderNo(2, 'bad')], [orderNo(3, 'bad')]]
    const run = open({ chunks })
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'done', created: 1, rejected: 2 })
    expect(run.state.value.refused).toEqual([
      { externalId: 'T2', code: 'invalid_money' },
      { externalId: 'T3', code: 'invalid_money' },
    ])
  })
})

describe('an import that is interrupted', () => {
  it('sends only the missing chunks after the app was killed in the middle', async () => {
    // The start and three chunks arrive, then the phone is gone.
    server.left = 4
    const killed = open()
    await killed.start()
    const taken = [...(kept()?.answers.keys() ?? [])]
    expect(taken).toHaveLength(3)

    server.left = Number.POSITIVE_INFINITY
    server.seen.length = 0
    const resumed = open()
    await resumed.start()
    expect(server.chunks.toSorted()).toEqual([0, 1, 2, 3, 4, 5].filter((n) => !taken.includes(n)))
    expect(resumed.state.value).toMatchObject({ phase: 'done', done: 6, created: 12, unchanged: 0 })
  })

  it('pauses when the network is lost, keeps its counts and goes on where it stopped', async () => {
    server.left = 3
    const run = open()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'paused', problem: 'network', done: 2, created: 4 })
    expect(synced).toBe(0)

    server.left = Number.POSITIVE_INFINITY
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'done', problem: null, done: 6, created: 12 })
    expect(server.chunks).toHaveLength(CHUNKS)
  })

  it('does not try again and again while the phone knows it is offline', async () => {
    server.online = false
    const run = open()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'paused', problem: 'network' })
    expect(waited).toEqual([])
  })

  it('sends a chunk again whose answer was lost, and counts it once', async () => {
    server.lose = ['/chunks/2']
    const run = open()
    await run.start()
    expect(server.chunks.filter((n) => n === 2)).toHaveLength(2)
    expect(run.state.value).toMatchObject({ phase: 'done', done: 6, created: 12, unchanged: 0 })
    expect(kept()?.created).toBe(12)
  })

  it('takes the server’s counts for chunks whose answers never came', async () => {
    server.lose = ['/chunks/0', '/chunks/0', '/chunks/0']
    const run = open()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'paused', problem: 'network' })
    await run.start()
    expect(server.chunks.filter((n) => n === 0)).toHaveLength(3)
    expect(run.state.value).toMatchObject({ phase: 'done', done: 6, created: 12 })
  })

  it('finishes without sending anything twice when the answer to finishing was lost', async () => {
    server.lose = ['/finish', '/finish', '/finish']
    const run = open()
    await run.start()
    expect(run.state.value.phase).toBe('paused')
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'done', created: 12 })
    expect(server.chunks).toHaveLength(CHUNKS)
    expect(server.recomputed).toBe(1)
  })

  it('waits for a busy server and then goes on by itself', async () => {
    server.problem = { path: '/chunks/1', status: 503, code: 'unavailable', times: 2 }
    const run = open()
    await run.start()
    expect(waited).toHaveLength(2)
    expect(run.state.value).toMatchObject({ phase: 'done', created: 12 })
  })

  it('stops when the person says so and goes on when they say so', async () => {
    const run = open()
    const first = run.start()
    run.pause()
    await first
    expect(run.state.value).toMatchObject({ phase: 'paused', problem: null })
    const sent = server.chunks.length
    expect(sent).toBeLessThan(CHUNKS)
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'done', created: 12 })
    expect(server.chunks).toHaveLength(CHUNKS)
  })

  it('fails, and sends no more, when it was taken back meanwhile', async () => {
    server.left = 3
    const run = open()
    await run.start()
    const row = kept()
    if (!row) throw new Error('never started')
    row.undoneAt = 5
    server.left = Number.POSITIVE_INFINITY
    server.seen.length = 0
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'failed', problem: 'import_closed' })
    expect(server.chunks).toEqual([])
  })

  it('fails at once where sending again cannot help', async () => {
    server.problem = { path: '/chunks/0', status: 403, code: 'forbidden', times: 1 }
    const run = open()
    await run.start()
    expect(run.state.value).toMatchObject({ phase: 'failed', problem: 'forbidden' })
    expect(waited).toEqual([])
  })
})
