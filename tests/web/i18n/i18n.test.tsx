// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/preact'
import { afterEach, describe, expect, it } from 'vitest'
import { en } from '../../../web/i18n/en/index.ts'
import { problemText } from '../../../web/i18n/errors.ts'
import * as format from '../../../web/i18n/format.ts'
import { bringTexts, locale, pickLocale, setLocale, t } from '../../../web/i18n/index.ts'
import type { Shape } from '../../../web/i18n/types.ts'
import { coming } from '../../../web/i18n/zh-CN/coming.ts'
import { evidence } from '../../../web/i18n/zh-CN/evidence.ts'
import { handling } from '../../../web/i18n/zh-CN/handling.ts'
import { importing } from '../../../web/i18n/zh-CN/import.ts'
import { zhCN } from '../../../web/i18n/zh-CN/index.ts'
import { intake } from '../../../web/i18n/zh-CN/intake.ts'
import { join } from '../../../web/i18n/zh-CN/join.ts'
import { learning } from '../../../web/i18n/zh-CN/learning.ts'
import { more } from '../../../web/i18n/zh-CN/more.ts'
import { overview } from '../../../web/i18n/zh-CN/overview.ts'
import { privacy } from '../../../web/i18n/zh-CN/privacy.ts'
import { products } from '../../../web/i18n/zh-CN/products.ts'
import { reach } from '../../../web/i18n/zh-CN/reach.ts'
import { reviewing } from '../../../web/i18n/zh-CN/reviewing.ts'
import { segments } from '../../../web/i18n/zh-CN/segments.ts'
import { self } from '../../../web/i18n/zh-CN/self.ts'
import { tierHistory } from '../../../web/i18n/zh-CN/tier-history.ts'

const DAY = 86_400_000
const zone = 'Asia/Shanghai'
const now = Date.parse('2026-11-21T01:00:00+08:00')

/** What comes with its screens is held to the same: an area missing here does not compile. */
const late: Required<Parameters<typeof bringTexts>[0]> = {
  coming,
  evidence,
  import: importing,
  intake,
  join,
  handling,
  learning,
  more,
  overview,
  privacy,
  products,
  reach,
  reviewing,
  segments,
  self,
  tierHistory,
}
bringTexts(late)

afterEach(async () => {
  cleanup()
  await setLocale('zh-CN')
  localStorage.clear()
})

function leaves(dictionary: object, path = ''): [string, unknown][] {
  return Object.entries(dictionary).flatMap(([key, value]) =>
    typeof value === 'object' ? leaves(value, `${path}${key}.`) : [[`${path}${key}`, value] as [string, unknown]],
  )
}

describe('pickLocale', () => {
  it('takes the stored choice first, then the phone’s language, with English for everything not Chinese', () => {
    expect(pickLocale('en', ['zh-CN'])).toBe('en')
    expect(pickLocale(null, ['zh-TW', 'en'])).toBe('zh-CN')
    expect(pickLocale(null, ['de-DE', 'zh-CN'])).toBe('en')
    expect(pickLocale('klingon', [])).toBe('zh-CN')
  })
})

describe('t', () => {
  it('gives texts, also with values', () => {
    expect(t('disputes.step.listen')).toBe('倾听')
    expect(t('common.sync.waiting', { n: 3 })).toBe('3 处改动待同步')
  })

  it('re-renders what is shown when the language changes, and remembers the choice', async () => {
    const Title = () => <h1>{t('common.tabs.win-back')}</h1>
    render(<Title />)
    expect(screen.getByText('挽回')).toBeTruthy()
    await act(() => setLocale('en'))
    expect(screen.getByText('Win-back')).toBeTruthy()
    expect(document.documentElement.lang).toBe('en')
    expect(localStorage.getItem('locale')).toBe('en')
    expect(locale()).toBe('en')
  })

  it('refuses unknown keys, missing values and wrong values when compiled', () => {
    const typed = () => {
      // @ts-expect-error: no such key
      t('disputes.step.nowhere')
      // @ts-expect-error: a group is not a text
      t('disputes.step')
      // @ts-expect-error: the text needs its number
      t('common.sync.waiting')
      // @ts-expect-error: the number has another name
      t('common.sync.waiting', { m: 3 })
      // @ts-expect-error: the text takes nothing
      t('disputes.title', { n: 3 })
      // @ts-expect-error: a translation that misses a key
      const short: Shape<{ a: string; b: string }> = { a: 'a' }
      // @ts-expect-error: a translation that takes other values
      const other: Shape<{ a: (p: { n: number }) => string }> = { a: (p: { m: number }) => String(p.m) }
      return [short, other]
    }
    expect(typed).toBeTypeOf('function')
  })
})

describe('dictionaries', () => {
  it('hold the same keys, no empty text, and texts with values on both sides alike', () => {
    const chinese = leaves(zhCN)
    const english = new Map(leaves(en))
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort())
    for (const [key, text] of chinese) {
      expect(typeof english.get(key), key).toBe(typeof text)
      if (typeof text === 'string') expect(text.trim() && english.get(key), key).not.toBe('')
    }
  })

  it('Chinese says 你 and uses full-width punctuation', () => {
    const wrong = leaves(zhCN).filter(([, text]) => {
      const source = String(text).replace(/\$\{[^}]*\}/g, '')
      return typeof text === 'string' && (/您/.test(text) || /[\u4e00-\u9fff][,;:?!]/.test(source))
    })
    expect(wrong).toEqual([])
  })
})

describe('problemText', () => {
  it('has words for a code it does not know', () => {
    expect(problemText('rate_limited').what).toBe('操作太频繁')
    expect(problemText('constructor')).toEqual(problemText('unknown'))
  })
})

describe('format', () => {
  it('tells days by the calendar of the shop, relative up to 60 days, then written out', () => {
    const ago = (at: number) => format.ago(at, { zone, now })
    expect(ago(now - 2 * 3_600_000)).toBe('昨天')
    expect(ago(now + 3_600_000)).toBe('今天')
    expect(ago(now - 38 * DAY)).toBe('38 天前')
    expect(ago(now - 60 * DAY)).toBe('60 天前')
    expect(ago(now - 61 * DAY)).toBe('2026年9月21日')
    expect(ago(now + 3 * DAY)).toBe('3 天后')
  })

  it('speaks English after a change of language', async () => {
    await setLocale('en')
    expect(format.ago(now - 38 * DAY, { zone, now })).toBe('38 days ago')
    expect(format.ago(now - 90 * DAY, { zone, now })).toBe('23 Aug 2026')
    expect(format.money(342_000, 'CNY')).toBe('¥3,420')
    expect(format.list(['A', 'B', 'C'])).toBe('A, B and C')
  })

  it('writes money, counts and shares', () => {
    expect(format.money(342_050, 'CNY')).toBe('¥3,420.50')
    expect(format.money(-100, 'CNY')).toBe('-¥1')
    expect(format.count(50_000)).toBe('50,000')
    expect(format.percent(0.153)).toBe('15%')
  })

  it('writes clocks in the largest unit that says enough', () => {
    expect(format.clock(42 * 60_000)).toBe('还剩 42 分钟')
    expect(format.clock(-3 * 3_600_000)).toBe('超时 3 小时')
    expect(format.clock(47 * 3_600_000)).toBe('还剩 47 小时')
    expect(format.clock(49 * 3_600_000)).toBe('还剩 2 天')
    expect(format.clockShort(3 * 3_600_000 + 1)).toBe('3时')
  })

  it('tells moments of today by the minute', () => {
    expect(format.recently(now - 30_000, { zone, now })).toBe('刚刚')
    expect(format.recently(now - 5 * 60_000, { zone, now })).toBe('5 分钟前')
    expect(format.dateTime(now - 2 * 3_600_000, zone, now)).toBe('昨天 23:00')
  })
})
