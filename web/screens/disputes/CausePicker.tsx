import { CAUSE_FAMILIES, CAUSES, familyOf } from '../../../worker/domain/causes.ts'
import type { Cause, CauseFamily } from '../../../worker/domain/rows.ts'
import { Choices } from '../../components/Choices.tsx'
import { t } from '../../i18n/index.ts'

interface Props {
  family: CauseFamily | null
  cause: Cause | null
  onChange: (family: CauseFamily, cause: Cause | null) => void
  familyError?: string | null | undefined
  causeError?: string | null | undefined
  causeLabel?: string | undefined
}

/** A cause in two levels: its family first, then the cause itself. */
export function CausePicker({ family, cause, onChange, familyError, causeError, causeLabel }: Props) {
  return (
    <>
      <Choices
        label={t('disputes.analyse.family')}
        value={family}
        error={familyError}
        options={CAUSE_FAMILIES.map((value) => ({ value, label: t(`disputes.family.${value}`) }))}
        onChange={(next) => onChange(next, cause && familyOf(cause) === next ? cause : null)}
      />
      {family && (
        <Choices
          label={causeLabel ?? t('disputes.analyse.cause')}
          value={cause}
          error={causeError}
          options={CAUSES[family].map((value) => ({ value, label: t(`disputes.cause.${value}`) }))}
          onChange={(next) => onChange(family, next)}
        />
      )}
    </>
  )
}
