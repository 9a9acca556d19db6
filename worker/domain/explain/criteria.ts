/** The five questions asked of the tiers, with their answers, in words a shopkeeper uses. */
import type { Criterion, Verdict } from '../overview/criteria.ts'
import { describable } from './criteria/describable.ts'
import { goal } from './criteria/goal.ts'
import type { CriterionText, Names } from './criteria/shape.ts'
import { size } from './criteria/size.ts'
import { stable } from './criteria/stable.ts'
import { whole } from './criteria/whole.ts'
import type { Locale } from './shape.ts'

export type { CriterionText, Names } from './criteria/shape.ts'

export const VERDICTS: Record<Locale, Record<Verdict, string>> = {
  'zh-CN': { good: '好', look: '看一看', 'not-yet': '还不好说' },
  en: { good: 'Good', look: 'Have a look', 'not-yet': 'Too early' },
}

/** A criterion in the reader's language. */
export function criterionText(criterion: Criterion, locale: Locale, names: Names): CriterionText {
  switch (criterion.key) {
    case 'goal':
      return goal[locale](criterion, names)
    case 'whole':
      return whole[locale](criterion, names)
    case 'describable':
      return describable[locale](criterion, names)
    case 'size':
      return size[locale](criterion, names)
    case 'stable':
      return stable[locale](criterion, names)
  }
}
