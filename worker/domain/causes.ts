/** The two-level causes of a complaint and the words a case is filed under. */
import type { Cause, CauseFamily, RemedyKind, Responsibility, Severity } from './rows.ts'

/** 期望 · 品质 · 服务 · 履约, each with its causes, in the order they are offered. */
export const CAUSES: Readonly<Record<CauseFamily, readonly Cause[]>> = {
  expectation: ['over-promise', 'oversold', 'concealed-condition', 'need-misread'],
  quality: ['defect', 'transit-damage', 'minor-flaw', 'misuse'],
  service: ['attitude', 'pushy-selling', 'product-ignorance'],
  fulfilment: ['late', 'lost', 'wrong-item', 'wrong-quantity'],
}

export const CAUSE_FAMILIES = [
  'expectation',
  'quality',
  'service',
  'fulfilment',
] as const satisfies readonly CauseFamily[]
export const ALL_CAUSES: readonly Cause[] = CAUSE_FAMILIES.flatMap((family) => CAUSES[family])

export const RESPONSIBILITIES = [
  'shop',
  'product',
  'carrier',
  'platform',
  'buyer',
] as const satisfies readonly Responsibility[]
export const SEVERITIES = ['low', 'medium', 'high'] as const satisfies readonly Severity[]

export const REMEDY_KINDS = [
  'refund',
  'part-refund',
  'resend',
  'exchange',
  'coupon',
  'repair',
  'explanation',
  'apology',
] as const satisfies readonly RemedyKind[]

const FAMILY_OF = new Map(CAUSE_FAMILIES.flatMap((family) => CAUSES[family].map((cause) => [cause, family] as const)))

/** The family a cause belongs to. Every cause has exactly one. */
export const familyOf = (cause: Cause): CauseFamily => FAMILY_OF.get(cause) as CauseFamily

/** True when the cause is one of the family's. */
export const isCauseOf = (family: CauseFamily, cause: Cause): boolean => CAUSES[family].includes(cause)
