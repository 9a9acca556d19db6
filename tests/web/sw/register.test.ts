import { expect, test, vi } from 'vitest'
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

async function start(controlled: boolean) {
  const container = new Container(controlled)
  const reload = vi.fn()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, reload)
  await updates.start()
  return { container, reload, updates, registration: container.registration }
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
  container.take(next)
  container.take(next)
  expect(reload).toHaveBeenCalledOnce()
})

test('a version that waited before the page was opened is offered', async () => {
  const container = new Container(true)
  container.registration.waiting = new Worker()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, () => {})
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
  expect(found.said).toEqual([{ type: 'SKIP_WAITING' }])
  container.take(found)
  expect(reload).toHaveBeenCalledOnce()
})

test('a browser that refuses the service worker leaves the app as it is', async () => {
  const container = new Container(false)
  container.register = () => Promise.reject(new TypeError('no'))
  const reload = vi.fn()
  const updates = createUpdates(container as unknown as ServiceWorkerContainer, reload)
  await updates.start()
  await updates.check()
  expect(updates.ready.value).toBe(false)
  expect(reload).not.toHaveBeenCalled()
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
