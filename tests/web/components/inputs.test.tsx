// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { useState } from 'preact/hooks'
import { afterEach, describe, expect, it } from 'vitest'
import { Choices } from '../../../web/components/Choices.tsx'
import { DateField } from '../../../web/components/DateField.tsx'
import { DateTimeField } from '../../../web/components/DateTimeField.tsx'
import { Field } from '../../../web/components/Field.tsx'
import { MoneyField } from '../../../web/components/MoneyField.tsx'
import { Rating } from '../../../web/components/Rating.tsx'
import { Segmented } from '../../../web/components/Segmented.tsx'

afterEach(cleanup)

const checked = () => screen.getAllByRole('radio').findIndex((radio) => radio.getAttribute('aria-checked') === 'true')
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key })

describe('Rating', () => {
  function Rated() {
    const [value, setValue] = useState<number | null>(null)
    return <Rating label="商品质量" value={value} onChange={setValue} />
  }

  it('is chosen with arrow keys, going round at the ends', () => {
    render(<Rated />)
    const radios = screen.getAllByRole('radio')
    radios[0]?.focus()
    press('ArrowRight')
    expect(checked()).toBe(0)
    press('ArrowRight')
    expect(checked()).toBe(1)
    expect(document.activeElement).toBe(radios[1])
    press('Home')
    press('ArrowLeft')
    expect(checked()).toBe(4)
  })

  it('is one Tab stop: the choice, or the first before there is one', () => {
    render(<Rated />)
    const stops = () => screen.getAllByRole('radio').flatMap((radio, i) => (radio.tabIndex === 0 ? [i] : []))
    expect(stops()).toEqual([0])
    fireEvent.click(screen.getByLabelText('4 分'))
    expect(stops()).toEqual([3])
  })
})

describe('Segmented', () => {
  it('moves its choice with arrow keys and says which it is', () => {
    function Tiers() {
      const [tier, setTier] = useState<'A' | 'B' | 'C'>('A')
      const options = (['A', 'B', 'C'] as const).map((value) => ({ value, label: value, count: 1200 }))
      return <Segmented label="分级" value={tier} onChange={setTier} options={options} />
    }
    render(<Tiers />)
    screen.getAllByRole('radio')[0]?.focus()
    press('ArrowDown')
    expect(checked()).toBe(1)
    expect(document.activeElement?.textContent).toBe('B1,200')
  })
})

describe('MoneyField', () => {
  function Cost({ initial = null, max }: { initial?: number | null; max?: number }) {
    const [minor, setMinor] = useState<number | null>(initial)
    return (
      <>
        <MoneyField label="花费" value={minor} currency="CNY" max={max} onChange={setMinor} />
        <output>{String(minor)}</output>
        <button type="button" onClick={() => setMinor(8800)}>
          建议
        </button>
      </>
    )
  }
  const input = () => screen.getByLabelText('花费') as HTMLInputElement
  const type = (text: string) => fireEvent.input(input(), { target: { value: text } })
  const minor = () => screen.getByRole('status').textContent

  it('gives minor units for what people write', () => {
    render(<Cost />)
    type('1,234.5')
    expect(minor()).toBe('123450')
    expect(input().value).toBe('1,234.5')
    type('￥12')
    expect(minor()).toBe('1200')
    type('')
    expect(minor()).toBe('null')
  })

  it('gives nothing for what is not an amount, and says so once the field is left', () => {
    render(<Cost />)
    type('-3')
    expect(minor()).toBe('null')
    expect(input().value).toBe('-3')
    expect(input().getAttribute('aria-invalid')).toBeNull()
    fireEvent.blur(input())
    expect(input().getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('请输入金额，例如 128 或 128.50')).toBeTruthy()
  })

  it('says what the limit is', () => {
    render(<Cost max={20_000} />)
    type('200.01')
    expect(screen.getByText('不能超过 ¥200')).toBeTruthy()
  })

  it('shows a value that did not come from typing', () => {
    render(<Cost initial={250} />)
    expect(input().value).toBe('2.50')
    type('9')
    fireEvent.click(screen.getByText('建议'))
    expect(input().value).toBe('88')
  })
})

describe('DateField', () => {
  it("gives the end of the chosen day in the shop's zone", () => {
    let at: number | null = null
    render(<DateField label="答应的日期" value={null} zone="Asia/Shanghai" onChange={(next) => (at = next)} />)
    fireEvent.input(screen.getByLabelText('答应的日期'), { target: { value: '2026-11-24' } })
    expect(at).toBe(Date.parse('2026-11-24T23:59:59+08:00'))
  })

  it("shows the day an instant is in the shop's zone", () => {
    render(
      <DateField label="日期" value={Date.parse('2026-11-24T20:00:00Z')} zone="Asia/Shanghai" onChange={() => {}} />,
    )
    expect((screen.getByLabelText('日期') as HTMLInputElement).value).toBe('2026-11-25')
  })

  const Day = ({ Of, was }: { Of: typeof DateField; was: string }) => {
    const [value, setValue] = useState<number | null>(Date.parse(was))
    return <Of label="日期" value={value} zone="Asia/Shanghai" onChange={setValue} />
  }
  it.each([
    ['a day', DateField, '2025-05-01', ['0002-05-01', '0020-05-01', '0202-05-01', '2026-05-01']],
    [
      'a day and a time',
      DateTimeField,
      '2025-05-01T01:30:00Z',
      ['0002-05-01T09:30', '0202-05-01T09:30', '2026-05-01T09:30'],
    ],
  ])('the year of %s can be typed digit by digit', (_, Of, was, steps) => {
    render(<Day Of={Of} was={was} />)
    const input = screen.getByLabelText<HTMLInputElement>('日期')
    for (const text of steps) {
      fireEvent.input(input, { target: { value: text } })
      expect(input.value).toBe(text)
    }
    fireEvent.input(input, { target: { value: steps[0] } })
    fireEvent.blur(input)
    expect(input.value).toBe('')
  })
})

describe('Field', () => {
  it('ties label, error and control together', () => {
    render(<Field label="邮箱" value="may@" onInput={() => {}} error="邮箱格式不对" />)
    const input = screen.getByLabelText('邮箱')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe('邮箱格式不对')
  })
})

describe('Choices', () => {
  it('adds and removes where several may be chosen', () => {
    let chosen: string[] = []
    const options = [
      { value: 'resend', label: '补发' },
      { value: 'apology', label: '道歉' },
    ]
    render(
      <Choices multiple label="怎么解决" value={['resend']} options={options} onChange={(next) => (chosen = next)} />,
    )
    fireEvent.click(screen.getByLabelText('道歉'))
    expect(chosen).toEqual(['resend', 'apology'])
    fireEvent.click(screen.getByLabelText('补发'))
    expect(chosen).toEqual([])
  })
})
