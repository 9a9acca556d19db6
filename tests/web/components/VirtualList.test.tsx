// @vitest-environment happy-dom
import { signal } from '@preact/signals'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, describe, expect, it } from 'vitest'
import { Row } from '../../../web/components/Row.tsx'
import { VirtualList } from '../../../web/components/VirtualList.tsx'

const many = Array.from({ length: 50_000 }, (_, i) => ({ id: `c${i}`, name: `客户 ${i}` }))

const show = (items = many, keep?: string) =>
  render(
    <VirtualList items={items} itemKey={(c) => c.id} label="客户" keep={keep} empty={<p>没有</p>}>
      {(c) => <Row href={`/customers/${c.id}`} title={c.name} />}
    </VirtualList>,
  )
const rows = () => screen.getAllByRole('listitem')
const positions = () => rows().map((row) => Number(row.getAttribute('aria-posinset')))
const scrollTo = (el: Element, top: number) => {
  el.scrollTop = top
  fireEvent.scroll(el)
}
const scroller = () => screen.getByRole('list').parentElement as HTMLElement
const focused = () => document.activeElement?.textContent

afterEach(cleanup)

describe('VirtualList', () => {
  it('renders only the rows around what is in view, each told its place in the whole', () => {
    show()
    expect(rows().length).toBeLessThan(40)
    expect(rows()[0]?.getAttribute('aria-setsize')).toBe('50000')
    scrollTo(scroller(), 64 * 20_000)
    expect(screen.getByText('客户 20000')).toBeTruthy()
    expect(screen.queryByText('客户 100')).toBeNull()
    expect(rows().length).toBeLessThan(40)
  })

  it('is one Tab stop', () => {
    show()
    const stops = rows().filter((row) => row.querySelector('a')?.tabIndex === 0)
    expect(stops.map((row) => row.textContent)).toEqual(['客户 0'])
  })

  it('moves with the arrow keys, by pages and to the ends', () => {
    show()
    screen.getByText('客户 0').closest('a')?.focus()
    const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key })
    press('ArrowDown')
    expect(focused()).toBe('客户 1')
    press('ArrowUp')
    press('ArrowUp')
    expect(focused()).toBe('客户 0')
    press('PageDown')
    expect(focused()).toBe('客户 11')
    press('End')
    expect(focused()).toBe('客户 49999')
    press('Home')
    expect(focused()).toBe('客户 0')
  })

  it('keeps the row with the focus in the page when it is scrolled away', () => {
    show()
    const first = screen.getByText('客户 0').closest('a') as HTMLElement
    first.focus()
    scrollTo(scroller(), 64 * 30_000)
    expect(document.activeElement).toBe(first)
    expect(positions()[0]).toBe(1)
  })

  it('comes back to where it was left', () => {
    show(many, 'customers')
    scrollTo(scroller(), 64 * 500)
    cleanup()
    show(many, 'customers')
    expect(scroller().scrollTop).toBe(64 * 500)
    expect(screen.getByText('客户 500')).toBeTruthy()
  })

  it('shows what it is given instead when there is nothing', () => {
    show([])
    expect(screen.getByText('没有')).toBeTruthy()
    expect(screen.queryByRole('list')).toBeNull()
  })

  it('follows a list that became shorter than where it stood', () => {
    const { rerender } = show()
    scrollTo(scroller(), 64 * 40_000)
    rerender(
      <VirtualList items={many.slice(0, 3)} itemKey={(c) => c.id} label="客户">
        {(c) => <Row href="/x" title={c.name} />}
      </VirtualList>,
    )
    expect(positions()).toEqual([1, 2, 3])
  })

  it('draws again what reads a signal that changed, also after scrolling', () => {
    const word = signal('昨天')
    render(
      <VirtualList items={many} itemKey={(c) => c.id} label="客户">
        {(c) => <Row href="/x" title={c.name} sub={word.value} />}
      </VirtualList>,
    )
    scrollTo(scroller(), 64 * 8)
    act(() => {
      word.value = '今天'
    })
    expect(screen.queryByText('昨天')).toBeNull()
    expect(screen.getAllByText('今天')).toHaveLength(rows().length)
  })

  it('shows changed items under the same keys', () => {
    const { rerender } = show()
    rerender(
      <VirtualList items={many.map((c) => ({ ...c, name: `${c.name} 改` }))} itemKey={(c) => c.id} label="客户">
        {(c) => <Row href="/x" title={c.name} />}
      </VirtualList>,
    )
    expect(screen.getByText('客户 0 改')).toBeTruthy()
  })
})
