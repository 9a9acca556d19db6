import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createUpdates, openedPath } from '../../../web/sw/register.ts'

class Worker extends EventTarget {
  state: ServiceWorkerState = 'installing'
  readonly said: unknown[] = []
  postMessage(message: unknown) {
    this.said.push(message)
  }
  become(state: ServiceWorkerState) {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class Registration extends EventTarget {
  installing: Worker | null = null
  waiting: Worker | null = null
  update = vi.fn(async () => {})
  /** A newer version is found and installs. */
  find(): Worker {
    const worker = new Worker()
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    return worker
  }
  installed(worker: Worker) {
    this.installing = null
    this.waiting = worker
    worker.become('installed')
  }
  activates(worker: Worker) {
    this.waiting = null
    worker.become('activating')
  }
}

class Container extends EventTarget {
  controller: Worker | null
  readonly registration = new Registration()
  constructor(controlled: boolean) {
    super()
    this.controller = controlled ? new Worker() : null
  }
  async register() {
    return this.registration
  }
  take(worker: Worker) {
    this.controller = worker
    this.dispatchEvent(new Event('controllerchange'))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  // Once it is decided, nobody is asked any more.
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

/** The page around it; `memory` is what the page before left. */
function around(memory = new Map<string, string>()) {
  return {
    reload: vi.fn(),
    quiet: vi.fn(async () => {}),
    kept: memory,
    memory: {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
      removeItem: (key: string) => void memory.delete(key),
    },
  }
}

async function start(controlled: boolean) {
  const container = new Container(controlled)
  const page = around()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, page)
  await updates.start()
  return { container, ...page, updates, registration: container.registration }
}

test('the first version ever is no update, also when it takes charge of the page', async () => {
  const { container, reload, updates, registration } = await start(false)
  const first = registration.find()
  registration.installed(first)
  expect(updates.ready.value).toBe(false)
  container.take(first)
  expect(updates.ready.value).toBe(false)
  expect(reload).not.toHaveBeenCalled()
})

test('a newer version waits until it is taken, then the page loads once', async () => {
  const { container, reload, updates, registration } = await start(true)
  const next = registration.find()
  expect(updates.ready.value).toBe(false)
  registration.installed(next)
  expect(updates.ready.value).toBe(true)
  expect(next.said).toEqual([])
  await updates.apply()
  expect(next.said).toEqual([{ type: 'SKIP_WAITING' }])
  expect(reload).not.toHaveBeenCalled()
  registration.activates(next)
  container.take(next)
  container.take(next)
  expect(reload).toHaveBeenCalledOnce()
})

test('it is asked in a quiet moment', async () => {
  const { container, quiet, updates, registration } = await start(true)
  const next = registration.find()
  registration.installed(next)
  let calm = () => {}
  quiet.mockImplementation(() => new Promise<void>((done) => (calm = done)))
  const applied = updates.apply()
  await vi.advanceTimersByTimeAsync(1000)
  expect(next.said).toEqual([])
  calm()
  await applied
  expect(next.said).toEqual([{ type: 'SKIP_WAITING' }])
  container.take(next)
})

describe('where the browser keeps the old version', () => {
  /** The page of the tap, which was loaded again; and what it left. */
  async function kept() {
    const before = await start(true)
    const next = before.registration.find()
    before.registration.installed(next)
    await before.updates.apply()
    expect(before.reload).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(5000)
    expect(before.reload).toHaveBeenCalledOnce()
    return before.kept
  }

  async function reopened(memory: Map<string, string>, waiting: Worker | null) {
    const container = new Container(true)
    container.registration.waiting = waiting
    const page = around(memory)
    const updates = createUpdates(container as unknown as ServiceWorkerContainer, page)
    await updates.start()
    return { container, ...page, updates }
  }

  test('the page makes way, and is loaded once more when the newer one has come', async () => {
    const memory = await kept()
    const again = await reopened(memory, null)
    expect(again.reload).toHaveBeenCalledOnce()
    const last = await reopened(memory, null)
    expect(last.reload).not.toHaveBeenCalled()
  })

  test('the newer one is asked again when it still waits, and is offered after a few times', async () => {
    const memory = await kept()
    for (const _ of [1, 2]) {
      const next = new Worker()
      const again = await reopened(memory, next)
      expect(next.said).toEqual([{ type: 'SKIP_WAITING' }])
      await vi.advanceTimersByTimeAsync(5000)
      expect(again.reload).toHaveBeenCalledOnce()
    }
    const next = new Worker()
    const { reload, updates, container } = await reopened(memory, next)
    await vi.advanceTimersByTimeAsync(5000)
    expect([next.said, updates.ready.value]).toEqual([[], true])
    expect(reload).not.toHaveBeenCalled()
    await updates.apply()
    container.take(next)
    expect(reload).toHaveBeenCalledOnce()
  })
})

test('a still newer version that takes the place of the one waiting is taken instead', async () => {
  const { container, reload, updates, registration } = await start(true)
  const next = registration.find()
  registration.installed(next)
  await updates.apply()
  const newest = registration.find()
  registration.installed(newest)
  next.become('redundant')
  await vi.advanceTimersByTimeAsync(0)
  expect([next.said.length, newest.said.length]).toEqual([1, 1])
  registration.activates(newest)
  container.take(newest)
  expect(reload).toHaveBeenCalledOnce()
})

test('a version that does not install is not waited for', async () => {
  const { reload, updates, registration } = await start(true)
  registration.update.mockImplementation(async () => {
    registration.find()
  })
  await updates.apply()
  const broken = registration.installing
  registration.installing = null
  broken?.become('redundant')
  vi.advanceTimersByTime(3000)
  expect(reload).not.toHaveBeenCalled()
})

test('a version that waited before the page was opened is offered', async () => {
  const container = new Container(true)
  container.registration.waiting = new Worker()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, around())
  await updates.start()
  expect(updates.ready.value).toBe(true)
})

test('when another tab takes the new version, this one offers it and does not load by itself', async () => {
  const { container, reload, updates } = await start(true)
  container.take(new Worker())
  expect(updates.ready.value).toBe(true)
  expect(reload).not.toHaveBeenCalled()
  await updates.apply()
  expect(reload).toHaveBeenCalledOnce()
})

test('taking a version that is not here yet looks for it, and takes it once it is installed', async () => {
  const { container, reload, updates, registration } = await start(true)
  let next: Worker | null = null
  registration.update.mockImplementation(async () => {
    next = registration.find()
  })
  await updates.apply()
  const found = next as unknown as Worker
  expect(found.said).toEqual([])
  registration.installed(found)
  await vi.advanceTimersByTimeAsync(0)
  expect(found.said).toEqual([{ type: 'SKIP_WAITING' }])
  registration.activates(found)
  container.take(found)
  expect(reload).toHaveBeenCalledOnce()
})

test('a browser that refuses the service worker leaves the app as it is', async () => {
  const container = new Container(false)
  container.register = () => Promise.reject(new TypeError('no'))
  const page = around()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, page)
  await updates.start()
  await updates.check()
  expect(updates.ready.value).toBe(false)
  expect(page.reload).not.toHaveBeenCalled()
})

test('a message opens a screen of this app and nothing else', () => {
  const origin = 'https://shop.test'
  expect(openedPath({ type: 'open', url: '/disputes/1?a=2' }, origin)).toBe('/disputes/1?a=2')
  expect(openedPath({ type: 'open', url: 'https://shop.test/today' }, origin)).toBe('/today')
  expect(openedPath({ type: 'open', url: 'https://evil.test/today' }, origin)).toBeNull()
  expect(openedPath({ type: 'open', url: 'javascript:alert(1)' }, origin)).toBeNull()
  expect(openedPath({ type: 'pull' }, origin)).toBeNull()
  expect(openedPath(null, origin)).toBeNull()
})
