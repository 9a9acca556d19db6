import { careTexts } from './explain/care.ts'
import { figureTexts } from './explain/figures.ts'
import type { Formatters, Locale, Params, WhyText } from './explain/shape.ts'
import { tierTexts } from './explain/tier.ts'
import { winBackTexts } from './explain/win-back.ts'
import { formatMoney } from './money.ts'
import { DAY_MS, dayNumber } from './time.ts'
import type { Why } from './why.ts'

/** Every reason the app gives; an area's dictionary is complete by its type. */
const TEXTS = { ...tierTexts, ...figureTexts, ...winBackTexts, ...careTexts }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** At most one decimal, cut rather than rounded: a share just under a bound must not read as the bound. */
const oneDecimal = (value: number): number => Math.floor(value * 10 + 1e-6) / 10

/** @param currency ISO code of the amounts; @param timezone IANA zone the days are read in */
export function formatters(locale: Locale, { currency }: { currency: string }, timezone: string): Formatters {
  return {
    money: (minor) => formatMoney(minor, currency, locale),
    percent: (fraction) => `${oneDecimal(fraction * 100)}%`,
    days: (count) => {
      const shown = oneDecimal(count)
      if (locale === 'zh-CN') return `${shown} 天`
      return shown === 1 ? '1 day' : `${shown} days`
    },
    date: (ms) => {
      const date = new Date(dayNumber(ms, timezone) * DAY_MS)
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
      return locale === 'zh-CN' ? `${year}年${month + 1}月${day}日` : `${day} ${MONTHS[month]} ${year}`
    },
  }
}

/**
 * One sentence for a reason, in the reader's language. A code this version does not know — stored by a newer one —
 * says that the app is behind.
 */
export function explain(why: Why, locale: Locale, money: { currency: string }, timezone: string): string {
  if (!Object.hasOwn(TEXTS, why.code)) {
    return locale === 'zh-CN' ? '更新应用后可看到原因' : 'Update the app to see the reason'
  }
  // Params were checked where the reason was made (whyOf); a stored reason keeps its shape.
  const text = TEXTS[why.code as keyof typeof TEXTS] as WhyText<Params>
  return text[locale](why.params, formatters(locale, money, timezone))
}
