import { counted } from '../amounts.ts'
import type { Locale } from '../shape.ts'

/** What channels and products are called in the reader's language. */
export interface Names {
  source(id: string): string
  product(id: string): string
}

export interface CriterionText {
  /** The question. */
  title: string
  /** The answer in one sentence. */
  sentence: string
  /** What the answer rests on. */
  numbers: { label: string; value: string }[]
  /** Null when nothing needs doing. */
  todo: string | null
}

export type Texts<C> = Record<Locale, (criterion: C, names: Names) => CriterionText>

export const zh = (n: number): string => counted(n, 'zh-CN')
export const en = (n: number): string => counted(n, 'en')
