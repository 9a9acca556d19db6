import { fieldsOf, type Section, type Spec } from './settings-fields.ts'

/** Fields worth showing. Thresholds say nothing where buyers are scored by rank. */
export const shownOf = (section: Section, values: Record<string, unknown>): Spec[] =>
  fieldsOf(section).filter(({ path }) => !path.startsWith('rfm.') || path === 'rfm.mode' || values.mode !== 'quintiles')
