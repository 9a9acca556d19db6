// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Guard } from '../../../web/components/Guard.tsx'
import { later } from '../../../web/components/later.ts'

vi.mock('../../../web/components/SyncStrip.tsx', () => ({ SyncStrip: () => null }))

const Today = () => <h1>今日</h1>
const Broken = () => {
  throw new Error('13800001111 的页面坏了')
}

function Places({ screen: Place }: { screen: () => unknown }) {
  const { path } = useLocation()
  return (
    <Guard at={path}>
      <Router>
        <Route path="/today" component={Today} />
        <Route path="/customers" component={Place as () => null} />
      </Router>
    </Guard>
  )
}
function open(place: () => unknown) {
  history.replaceState(null, '', '/today')
  render(
    <LocationProvider>
      <ErrorBoundary>
        <Places screen={place} />
        <a href="/customers">客户</a>
      </ErrorBoundary>
    </LocationProvider>,
  )
  fireEvent.click(screen.getByText('客户'))
}

const offline = () => vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('a screen that cannot be drawn', () => {
  it('is said in words, instead of the screen before it, and leads back to Today', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    open(Broken)
    const said = await screen.findByRole('alert')
    expect(said.textContent).toContain('这一页没能打开')
    expect(said.textContent).toContain('没同步的改动也留在手机里')
    expect(screen.queryByText('今日')).toBeNull()
    expect(document.title).toContain('没打开')

    fireEvent.click(screen.getByText('回到今日'))
    await screen.findByText('今日')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(log).toHaveBeenCalledTimes(1)
  })

  it('leaves its place in the console and none of its words', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    open(Broken)
    await screen.findByRole('alert')
    const told = log.mock.calls.flat().join('\n')
    expect(told).toMatch(/^Error\n.*guard\.test\.tsx:\d+/s)
    expect(told).not.toContain('13800001111')
  })

  it('starts afresh on another try', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
    open(Broken)
    fireEvent.click(await screen.findByText('重试'))
    expect(reload).toHaveBeenCalledTimes(1)
  })
})

describe('a screen whose code does not come', () => {
  it('says so, is asked for again on another try, and is then there', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    offline()
    const load = vi
      .fn<() => Promise<() => unknown>>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce(() => <h1>全部客户</h1>)
    open(later(load as never) as () => unknown)
    await screen.findByRole('alert')
    expect(load).toHaveBeenCalledTimes(1)
    fireEvent.click(screen.getByText('重试'))
    await screen.findByText('全部客户')
    expect(load).toHaveBeenCalledTimes(2)
  })

  it('is asked for again when the person comes back to it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const load = vi
      .fn<() => Promise<() => unknown>>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce(() => <h1>全部客户</h1>)
    open(later(load as never) as () => unknown)
    fireEvent.click(await screen.findByText('回到今日'))
    await screen.findByText('今日')
    fireEvent.click(screen.getByText('客户'))
    await waitFor(() => screen.getByText('全部客户'))
  })
})
