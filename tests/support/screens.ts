/** The app's screens by address, with what stands at their top: tests of the whole go through all of them. */
import type { Page } from 'playwright-core'
import { en } from '../../web/i18n/en/index.ts'
import { importing } from '../../web/i18n/zh-CN/import.ts'
import { zhCN } from '../../web/i18n/zh-CN/index.ts'
import { intake } from '../../web/i18n/zh-CN/intake.ts'
import { learning } from '../../web/i18n/zh-CN/learning.ts'
import { more } from '../../web/i18n/zh-CN/more.ts'
import { products } from '../../web/i18n/zh-CN/products.ts'
import { tierHistory } from '../../web/i18n/zh-CN/tier-history.ts'

export const WORDS = {
  'zh-CN': { ...zhCN, import: importing, intake, learning, more, products, tierHistory },
  'en-US': en,
}
export type PhoneLocale = keyof typeof WORDS
type Words = (typeof WORDS)[PhoneLocale]

const PAGES = [
  'inbox',
  'notifications',
  'shop',
  'me',
  'team',
  'tiers',
  'products',
  'keys',
  'audit',
  'data',
  'attention',
  'about',
] as const

export const SCREENS: Record<string, (words: Words) => string> = {
  '/today': ({ today }) => today.title,
  '/customers': ({ customers }) => customers.title,
  '/customers/tiers': ({ customers }) => customers.glance.title,
  '/customers/tiers/history': ({ tierHistory }) => tierHistory.runs.title,
  '/customers/review': ({ customers }) => customers.review.title,
  '/customers/segments': ({ customers }) => customers.segments.title,
  '/disputes': ({ disputes }) => disputes.title,
  '/disputes/new': ({ disputes }) => disputes.new.title,
  '/disputes/import': ({ intake }) => intake.cases.title,
  '/disputes/learning': ({ learning }) => learning.title,
  '/disputes/wording': ({ intake }) => intake.wording.title,
  '/win-back': ({ winBack }) => winBack.title,
  '/more': ({ more }) => more.title,
  '/more/import': (words) => words.import.title,
  '/more/products/import': ({ products }) => products.costs.title,
  ...Object.fromEntries(PAGES.map((page) => [`/more/${page}`, ({ more }: Words) => more.page[page]])),
}

/** Waits until a screen is there with its content. */
export async function arrived(page: Page, path: string, locale: PhoneLocale = 'zh-CN'): Promise<void> {
  const name = SCREENS[path]?.(WORDS[locale]) ?? ''
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await page.waitForFunction(() => !document.querySelector('.spinner'))
}
