import { PLACEHOLDERS } from '../../../../worker/domain/drafts/draft.ts'
import type { PlaceholderNames } from '../../../../worker/domain/drafts/own.ts'
import { t } from '../../../i18n/index.ts'

/** Placeholders as people read them, in the language in force. */
export const placeholderNames = (): PlaceholderNames =>
  Object.fromEntries(PLACEHOLDERS.map((name) => [name, t(`intake.wording.placeholder.${name}`)])) as Record<
    (typeof PLACEHOLDERS)[number],
    string
  >
