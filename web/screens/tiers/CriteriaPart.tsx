import { Check, Eye, Hourglass } from 'lucide'
import { criterionText, type Names, VERDICTS } from '../../../worker/domain/explain/criteria.ts'
import type { Criterion, Verdict } from '../../../worker/domain/overview/criteria.ts'
import type { ProductRow } from '../../../worker/domain/rows.ts'
import { Card } from '../../components/Card.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Section } from '../../components/Screen.tsx'
import { locale, t } from '../../i18n/index.ts'
import { sourceName } from '../../i18n/source.ts'

const TONES = { good: 'ok', look: 'warn', 'not-yet': 'plain' } as const satisfies Record<Verdict, string>
const ICONS = { good: Check, look: Eye, 'not-yet': Hourglass } as const

interface Props {
  /** Null while they are worked out. */
  criteria: readonly Criterion[] | null
  products: readonly ProductRow[]
}

export function CriteriaPart({ criteria, products }: Props) {
  const names: Names = {
    source: sourceName,
    product: (id) => products.find((product) => product.id === id)?.name ?? id,
  }
  if (!criteria) {
    return (
      <Section title={t('overview.criteria.title')}>
        <Spinner label={t('common.list.loading')} />
      </Section>
    )
  }
  const good = criteria.filter(({ verdict }) => verdict === 'good').length
  return (
    <Section title={t('overview.criteria.title')} aside={t('overview.criteria.tally', { good })}>
      <div class="stack-s">
        {criteria.map((criterion) => {
          const { title, sentence, numbers, todo } = criterionText(criterion, locale(), names)
          return (
            <Card
              key={criterion.key}
              title={title}
              aside={
                <Chip tone={TONES[criterion.verdict]} icon={ICONS[criterion.verdict]}>
                  {VERDICTS[locale()][criterion.verdict]}
                </Chip>
              }
            >
              <p>{sentence}</p>
              {numbers.length > 0 && (
                <dl class="figures">
                  {numbers.map(({ label, value }) => (
                    <div key={label}>
                      <dt>{label}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
              {todo && (
                <p class="hint">
                  <span class="sr">{t('overview.criteria.todo')}</span>
                  {todo}
                </p>
              )}
            </Card>
          )
        })}
      </div>
    </Section>
  )
}
