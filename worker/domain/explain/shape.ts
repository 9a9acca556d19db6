import type { Why } from '../why.ts'

export type Locale = 'zh-CN' | 'en'
export type Params = Why['params']

/** Turn the values of a reason into what a person reads, in their language, the shop's currency and time zone. */
export interface Formatters {
  /** Minor units → `¥1,820`. */
  money(minor: number): string
  /** Count of days → `32 天`, `32 days`. */
  days(count: number): string
  /** Epoch ms → `2026年3月5日`, `5 Mar 2026`, in the shop's time zone. */
  date(ms: number): string
  /** Fraction 0–1 → `12%`. */
  percent(fraction: number): string
}

export type WhyText<P = Params> = Record<Locale, (p: P, f: Formatters) => string>

/**
 * The texts of one area. Name the area's codes and their params in an interface, and a missing text, a missing
 * language or a misspelt param does not compile:
 *
 *     export type WinBackWhys = { 'winback.declining': { days: number; rhythm: number } }
 *     export const winBackTexts: WhyTexts<WinBackWhys> = { 'winback.declining': { 'zh-CN': (p, f) => …, en: … } }
 *     const why = whyOf<WinBackWhys>()
 *     why('winback.declining', { days: 75, rhythm: 32 })   // → Why
 */
export type WhyTexts<W extends { [C in keyof W]: Params } = Record<string, Params>> = {
  [C in keyof W]: WhyText<W[C]>
}

/** A maker of reasons limited to the codes and params of one area. */
export const whyOf =
  <W extends { [C in keyof W]: Params }>() =>
  <C extends keyof W & string>(code: C, params: W[C]): Why => ({ code, params })
