import { expect, test } from 'vitest'
import { createBackoff } from '../../../web/sync/backoff.ts'
import { createRunner } from '../../../web/sync/runner.ts'
import { ManualTimers } from '../../support/manual-timers.ts'

/** Work that goes on when told, and says whether it wants to be tried again. */
function setUp() {
  const timers = new ManualTimers()
  const runs: ((retry: boolean) => void)[] = []
  const work = () => new Promise<boolean>((resolve) => runs.push(resolve))
  const runner = createRunner(
    work,
    createBackoff(() => 0),
    timers.schedule,
  )
  const finish = (retry = false) => runs.at(-1)?.(retry)
  return { timers, runs, runner, finish }
}

test('asked for while running, it runs once more, not at the same time', async () => {
  const { runs, runner, finish } = setUp()
  const first = runner.run()
  const second = runner.run()
  void runner.run()
  expect(runs).toHaveLength(1)
  finish()
  await Promise.resolve()
  expect(runs).toHaveLength(2)
  expect(runner.busy.value).toBe(true)
  finish()
  await Promise.all([first, second])
  expect(runs).toHaveLength(2)
  expect(runner.busy.value).toBe(false)
})

test('waits get longer while it fails, and are short again after a success', async () => {
  const { timers, runs, runner, finish } = setUp()
  const end = async (retry: boolean) => {
    const done = runner.run()
    finish(retry)
    await done
  }
  await end(true)
  await end(true)
  expect(timers.expire(500)).toBe(0)
  expect(timers.expire(1000)).toBe(1)
  expect(runs).toHaveLength(3)
  const third = runner.run()
  finish(false)
  await Promise.resolve()
  finish(false)
  await third
  await end(true)
  expect(timers.expire(500)).toBe(1)
})

test('stopped, it neither runs nor tries again', async () => {
  const { timers, runs, runner, finish } = setUp()
  const run = runner.run()
  runner.stop()
  finish(true)
  await run
  await runner.run()
  expect(timers.expire(500)).toBe(0)
  expect(runs).toHaveLength(1)
})
