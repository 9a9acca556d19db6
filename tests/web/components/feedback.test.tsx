// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClockRing } from '../../../web/components/ClockRing.tsx'
import { RhythmStrip } from '../../../web/components/RhythmStrip.tsx'
import { StepBar } from '../../../web/components/StepBar.tsx'
import { TabBar } from '../../../web/components/TabBar.tsx'
import { dismissToast, Toasts, toast } from '../../../web/components/Toast.tsx'

const DAY = 86_400_000
const now = Date.parse('2026-11-21T06:00:00Z')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  dismissToast()
  vi.useRealTimers()
})

describe('Toast', () => {
  it('goes by itself, later when there is something to undo', () => {
    render(<Toasts />)
    act(() => toast({ text: '已保存' }))
    expect(screen.getByText('已保存')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(4000))
    expect(screen.queryByText('已保存')).toBeNull()
    act(() => toast({ text: '已推迟', undo: () => {} }))
    act(() => void vi.advanceTimersByTime(4000))
    expect(screen.getByText('已推迟')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(4000))
    expect(screen.queryByText('已推迟')).toBeNull()
  })

  it('undoes once and goes', () => {
    const undo = vi.fn()
    render(<Toasts />)
    act(() => toast({ text: '已推迟', undo }))
    fireEvent.click(screen.getByText('撤销'))
    expect(undo).toHaveBeenCalledOnce()
    expect(screen.queryByText('已推迟')).toBeNull()
  })

  it('stays while the focus is on it', () => {
    render(<Toasts />)
    act(() => toast({ text: '已推迟', undo: () => {} }))
    fireEvent.focusIn(screen.getByText('撤销'))
    act(() => void vi.advanceTimersByTime(60_000))
    expect(screen.getByText('已推迟')).toBeTruthy()
    fireEvent.focusOut(screen.getByText('撤销'))
    act(() => void vi.advanceTimersByTime(8000))
    expect(screen.queryByText('已推迟')).toBeNull()
  })
})

describe('StepBar', () => {
  it('marks the open step and lets only reached steps be looked at', () => {
    const onPick = vi.fn()
    render(<StepBar at={2} onPick={onPick} />)
    expect(screen.getByText('解决').closest('li')?.getAttribute('aria-current')).toBe('step')
    expect(screen.getAllByRole('button')).toHaveLength(3)
    fireEvent.click(screen.getByText('倾听'))
    expect(onPick).toHaveBeenCalledWith(0)
  })
})

describe('TabBar', () => {
  it('says where the person is and what waits', () => {
    render(<TabBar at="disputes" badges={{ disputes: { count: 120, alert: true }, today: 0 }} />)
    const current = screen.getAllByRole('link').filter((link) => link.getAttribute('aria-current') === 'page')
    expect(current.map((link) => link.getAttribute('href'))).toEqual(['/disputes'])
    expect(current[0]?.textContent).toBe('99+纠纷')
    expect(screen.getByText('今日').closest('a')?.textContent).toBe('今日')
  })
})

describe('ClockRing', () => {
  it('is told apart by state and read as a sentence', () => {
    const { container } = render(<ClockRing left={-0.1} text="15分" label="首次回复超时 15 分钟" />)
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('首次回复超时 15 分钟')
    expect(container.querySelector('.over')).toBeTruthy()
  })
})

describe('RhythmStrip', () => {
  it('tells the same in words', () => {
    const orders = [
      { at: now - 100 * DAY, net: 100 },
      { at: now - 40 * DAY, net: 300 },
    ]
    render(<RhythmStrip orders={orders} expectedAt={now - 2 * DAY} now={now} zone="Asia/Shanghai" />)
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
      '2 笔订单，首单2026年8月13日，最近一单40 天前。预计下一单：2 天前',
    )
    expect(screen.getByText('已过预计')).toBeTruthy()
  })
})
