import { Plus } from 'lucide'
import { useMemo } from 'preact/hooks'
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { count } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { useReady, useTable } from '../../store/hooks.ts'
import { type Suggestion, suggestions } from './suggestions.ts'
import { useDescribe } from './use-describe.ts'
import { useSegmentContext, useTally } from './use-tally.ts'

interface Props {
  /** Saved ones: what is there already is not offered again. */
  known?: readonly SegmentRow[]
  onPick: (suggestion: Suggestion) => void
}

const NONE: readonly SegmentRow[] = []

/** Ready-made segments to start from, each with how many it would find. */
export function Ready({ known = NONE, onPick }: Props) {
  const customers = useTable('customers')
  const ready = useReady('customers')
  const products = useTable('products')
  const context = useSegmentContext()
  const language = locale()
  const offered = useMemo(
    () => (ready ? suggestions(customers, products, context, known) : []),
    [ready, customers, products, context, known, language],
  )
  if (offered.length === 0) return null
  return (
    <Section title={t('segments.list.start')}>
      <List label={t('segments.list.start')} inset>
        {offered.map((suggestion) => (
          <ReadyRow key={suggestion.name} suggestion={suggestion} onPick={() => onPick(suggestion)} />
        ))}
      </List>
    </Section>
  )
}

function ReadyRow({ suggestion, onPick }: { suggestion: Suggestion; onPick: () => void }) {
  const describe = useDescribe()
  const { tally } = useTally({ expression: suggestion.expression })
  return (
    <Row
      onClick={onPick}
      lead={<Icon of={Plus} />}
      title={suggestion.name}
      sub={describe(suggestion.expression)}
      meta={
        tally !== null && tally.of > 0 && <span class="quiet">{t('segments.people', { n: count(tally.count) })}</span>
      }
    />
  )
}
