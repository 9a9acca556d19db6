import { describe, expect, test } from 'vitest'
import type { Job } from '../../../worker/deps.ts'
import { JobQueue } from '../../../worker/host/node/job-queue.ts'

const due = (shopId: string): Job => ({ kind: 'due', shopId })

/** A queue whose jobs end when the test says so, and whose timers go off when it does. */
function queue() {
  const running: { job: Job; end(done: boolean | Error): Promise<void> }[] = []
  const begun: string[] = []
  const timers: { run: () => void; ms: number }[] = []
  const jobs = new JobQueue(
    (job) => {
      const { promise, resolve, reject } = Promise.withResolvers<boolean>()
      begun.push(`${job.kind} ${job.shopId}`)
      running.push({
        job,
        async end(done) {
          if (done instanceof Error) reject(done)
          else resolve(done)
          await promise.catch(() => {})
          // What comes of it, comes in the turns right after.
          for (let turn = 0; turn < 5; turn++) await Promise.resolve()
        },
      })
      return promise
    },
    (run, ms) => timers.push({ run, ms }),
  )
  const take = () => running.shift() as (typeof running)[number]
  return { jobs, begun, timers, take }
}

describe('the queue of jobs', () => {
  test('runs four at once, and the next when one has ended', async () => {
    const { jobs, begun, take } = queue()
    jobs.add(['a', 'b', 'c', 'd', 'e', 'f'].map(due))
    expect(begun).toEqual(['due a', 'due b', 'due c', 'due d'])
    await take().end(true)
    expect(begun).toEqual(['due a', 'due b', 'due c', 'due d', 'due e'])
  })

  test('what is asked for twice while it waits runs once; while it runs, once more after it', async () => {
    const { jobs, begun, take } = queue()
    jobs.add(['a', 'b', 'c', 'd', 'e', 'e', 'e'].map(due))
    jobs.add([due('a'), due('a')])
    expect(begun.filter((name) => name === 'due a').length).toBe(1)
    await take().end(true)
    expect(begun).toEqual(['due a', 'due b', 'due c', 'due d', 'due e'])
    await take().end(true)
    expect(begun.slice(5)).toEqual(['due a'])
    for (let n = 0; n < 4; n++) await take().end(true)
    expect(begun.length).toBe(6)
  })

  test('kinds of one shop are jobs of their own', () => {
    const { jobs, begun } = queue()
    jobs.add([due('a'), { kind: 'deliver', shopId: 'a' }])
    expect(begun).toEqual(['due a', 'deliver a'])
  })

  test.each([
    ['says that it is not done', false as const],
    ['fails', new Error('of the job')],
  ])('one that %s is tried again later, ever later, five times in all, and holds up no other', async (_how, fault) => {
    const { jobs, begun, timers, take } = queue()
    jobs.add([due('a')])
    for (const ms of [5_000, 10_000, 20_000, 40_000]) {
      await take().end(fault)
      expect(timers.at(-1)?.ms).toBe(ms)
      jobs.add([due('b')])
      await take().end(true)
      timers.at(-1)?.run()
    }
    await take().end(fault)
    expect(timers.length).toBe(4)
    expect(begun.filter((name) => name === 'due a').length).toBe(5)
  })

  test('at the end it begins nothing more and waits for what runs', async () => {
    const { jobs, begun, timers, take } = queue()
    jobs.add(['a', 'b', 'c', 'd', 'e'].map(due))
    let closed = false
    const closing = jobs.close().then(() => {
      closed = true
    })
    jobs.add([due('f')])
    for (let n = 0; n < 3; n++) await take().end(true)
    expect(closed).toBe(false)
    await take().end(false)
    await closing
    timers.at(-1)?.run()
    expect(begun).toEqual(['due a', 'due b', 'due c', 'due d'])
  })
})
