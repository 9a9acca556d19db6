import { roleAllows } from '../../../../worker/domain/actor.ts'
import { weakestText } from '../../../../worker/domain/explain/learning.ts'
import { formatters } from '../../../../worker/domain/explain.ts'
import type { Weakest } from '../../../../worker/domain/learning/weakest.ts'
import { Button } from '../../../components/Button.tsx'
import { Card } from '../../../components/Card.tsx'
import { locale, t } from '../../../i18n/index.ts'
import { useRow } from '../../../store/hooks.ts'
import { useMe } from '../../../store/me.ts'
import { useShop } from '../../../store/shop.ts'
import { oneLine } from '../words.ts'
import type { Asked } from './CasesSheet.tsx'
import type { Marked } from './MarkFix.tsx'
import { useNames } from './names.ts'

interface Props {
  weakest: Weakest
  onMark: (what: Partial<Marked>) => void
  onCases: (asked: Asked) => void
}

/** The one thing to put right, with what speaks for it; or that it is too early to say. */
export function WeakestPart({ weakest: { link, why }, onMark, onCases }: Props) {
  const { currency, timezone } = useShop()
  const names = useNames()
  const mayWrite = roleAllows(useMe().role, 'agent')
  const example = useRow('disputes', link?.cases[0]?.id)
  const { headline, evidence } = weakestText(why, locale(), formatters(locale(), { currency }, timezone), names)
  if (!link) {
    return (
      <div class="weakest">
        <h2 class="weakest-headline">{headline}</h2>
        <p>{evidence}</p>
      </div>
    )
  }
  const { dimension, value } = link
  return (
    <Card
      title={<span class="weakest-headline">{headline}</span>}
      tone="warn"
      footer={
        <>
          <Button kind="quiet" onClick={() => onCases({ title: names.value(dimension, value), cases: link.cases })}>
            {t('learning.weakest.cases')}
          </Button>
          {mayWrite && (
            <Button kind="primary" onClick={() => onMark({ dimension, value })}>
              {t('learning.weakest.mark')}
            </Button>
          )}
        </>
      }
    >
      <p>{evidence}</p>
      {example && (
        <p class="weakest-example">
          <span class="small quiet">{t('learning.weakest.example')}</span>{' '}
          <a href={`/disputes/${example.id}`}>{oneLine(example.words)}</a>
        </p>
      )}
    </Card>
  )
}
