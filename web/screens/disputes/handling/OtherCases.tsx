import { useState } from 'preact/hooks'
import type { DisputeRow } from '../../../../worker/domain/rows.ts'
import { Button } from '../../../components/Button.tsx'
import { List, Row } from '../../../components/Row.tsx'
import { Section } from '../../../components/Screen.tsx'
import { recently } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useDerived } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { oneLine } from '../words.ts'
import { otherCases } from './other-cases.ts'
import './texts.ts'

const FIRST = 3

/** The buyer's other cases, with what each was about and how it ended; nothing where there is none. */
export function OtherCases({ dispute }: { dispute: DisputeRow }) {
  const { timezone } = useShop()
  const now = useNow()
  const [all, setAll] = useState(false)
  const cases = useDerived(() => otherCases(dispute), [dispute.id, dispute.customerId])
  if (cases.length === 0) return null
  const shown = all ? cases : cases.slice(0, FIRST)
  return (
    <Section
      title={t('handling.earlier.title')}
      aside={<span class="small quiet">{t('handling.earlier.count', { n: cases.length })}</span>}
    >
      <List label={t('handling.earlier.title')}>
        {shown.map((one) => (
          <Row
            key={one.id}
            href={`/disputes/${one.id}`}
            title={oneLine(one.product ?? one.words)}
            sub={`${aboutOf(one)} · ${recently(one.openedAt, { zone: timezone, now })}`}
            meta={<span class="small quiet">{endOf(one)}</span>}
            chevron
          />
        ))}
      </List>
      {!all && cases.length > FIRST && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          {t('handling.earlier.more', { n: cases.length - FIRST })}
        </Button>
      )}
    </Section>
  )
}

const aboutOf = ({ confirmedCause, cause }: DisputeRow): string => {
  const known = confirmedCause ?? cause
  return known ? t(`disputes.cause.${known}`) : t('handling.earlier.noCause')
}

const endOf = ({ step, outcome }: DisputeRow): string =>
  step === 'closed' && outcome ? t(`disputes.outcome.${outcome}`) : t('handling.earlier.open')
