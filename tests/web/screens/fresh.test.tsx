// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useFresh } from '../../../web/screens/more/use-fresh.ts'

const load = vi.fn()
function Page({ version }: { version: number }) {
  useFresh(load, version)
  return null
}

beforeEach(() => {
  vi.useFakeTimers()
  load.mockClear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('an open page asks again by itself, when it is looked at, and not once it is left', async () => {
  const { rerender, unmount } = render(<Page version={0} />)
  await act(async () => {})
  expect(load).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(load).toHaveBeenCalledTimes(4)
  dispatchEvent(new Event('focus'))
  expect(load).toHaveBeenCalledTimes(5)
  await act(async () => rerender(<Page version={1} />))
  expect(load).toHaveBeenCalledTimes(6)

  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  vi.advanceTimersByTime(60_000)
  expect(load).toHaveBeenCalledTimes(6)
  hidden.mockReturnValue(false)
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  vi.advanceTimersByTime(60_000)
  expect(load).toHaveBeenCalledTimes(6)

  vi.restoreAllMocks()
  unmount()
  vi.advanceTimersByTime(60_000)
  dispatchEvent(new Event('focus'))
  expect(load).toHaveBeenCalledTimes(6)
})
