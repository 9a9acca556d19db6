import { Undo2 } from 'lucide'
import { roleAllows } from '../../../../worker/domain/actor.ts'
import { effectText } from '../../../../worker/domain/explain/learning.ts'
import type { Effect, Side } from '../../../../worker/domain/learning/effect.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { endFix, restoreFix } from '../../../actions/learning.ts'
import { Button, IconButton } from '../../../components/Button.tsx'
import { Card } from '../../../components/Card.tsx'
import { ChartTable } from '../../../components/charts/ChartTable.tsx'
import { Hint } from '../../../components/ErrorNote.tsx'
import { Section } from '../../../components/Screen.tsx'
import { count, day } from '../../../i18n/format.ts'
import { locale, t } from '../../../i18n/index.ts'
import { useMe } from '../../../store/me.ts'
import { useShop } from '../../../store/shop.ts'
import { type Names, useNames } from './names.ts'

/** What was put right, and whether it shows. */
export function FixesPart({ effects, onMark }: { effects: readonly Effect[]; onMark: () => void }) {
  const names = useNames()
  const mayWrite = roleAllows(useMe().role, 'agent')
  return (
    <Section title={t('learning.fixes.title')}>
      {effects.length === 0 ? (
        <p class="quiet">{t('learning.fixes.none')}</p>
      ) : (
        <div class="stack-s">
          {effects.map((effect) => (
            <Fix key={effect.fix.id} effect={effect} names={names} mayWrite={mayWrite} />
          ))}
          <Hint>{t('learning.fixes.hint')}</Hint>
          {effects.some(({ fix }) => fix.dimension === 'agent') && <Hint>{t('learning.fixes.agentHint')}</Hint>}
          <Numbers effects={effects} names={names} />
        </div>
      )}
      {mayWrite && (
        <div class="fixes-mark">
          <Button onClick={onMark}>{t('learning.fixes.mark')}</Button>
        </div>
      )}
    </Section>
  )
}

function Fix({ effect, names, mayWrite }: { effect: Effect; names: Names; mayWrite: boolean }) {
  const { timezone } = useShop()
  const { busy, attempt } = useAttempt()
  const { fix, before, after, verdict } = effect
  const { headline, evidence } = effectText(effect, locale())
  const who = fix.by === null ? null : names.value('agent', fix.by)
  const end = () =>
    attempt(() => endFix(fix.id), {
      text: t('learning.fixes.ended'),
      undo: undoing(() => restoreFix(fix.id), t('learning.fixes.restored')),
    })
  const rateOf = ({ per30, per100 }: Side) => (effect.by === 'orders' ? (per100 ?? 0) : per30)
  const top = Math.max(rateOf(before), rateOf(after))
  return (
    <Card
      title={names.value(fix.dimension, fix.value)}
      aside={
        mayWrite && <IconButton icon={Undo2} label={t('learning.fixes.end')} onClick={() => void (busy || end())} />
      }
    >
      <p class="fix-note">{fix.note}</p>
      <p class="small quiet">
        {who === null ? day(fix.at, timezone) : t('learning.fixes.by', { day: day(fix.at, timezone), who })}
      </p>
      {verdict !== 'unknown' && verdict !== 'soon' && (
        <div class="fix-bars">
          <Bar label={t('learning.fixes.before')} side={before} share={part(rateOf(before), top)} tone="before" />
          <Bar label={t('learning.fixes.after')} side={after} share={part(rateOf(after), top)} tone={verdict} />
        </div>
      )}
      <p class={`fix-verdict ${verdict}`}>{headline}</p>
      <p class="small">{evidence}</p>
    </Card>
  )
}

interface BarProps {
  label: string
  side: Side
  /** Of the longer of the two. */
  share: number
  tone: string
}

const part = (rate: number, top: number): number => (top > 0 ? rate / top : 0)

function Bar({ label, side, share, tone }: BarProps) {
  return (
    <div class="fix-bar">
      <span>{label}</span>
      <svg width="100%" height="14" aria-hidden="true">
        <rect class="group-track" width="100%" height="14" rx="4" />
        <rect class={`fix-fill ${tone}`} width={`${share * 100}%`} height="14" rx="4" />
      </svg>
      <span class="small quiet">{t('learning.fixes.side', { days: Math.floor(side.days), n: count(side.cases) })}</span>
    </div>
  )
}

function Numbers({ effects, names }: { effects: readonly Effect[]; names: Names }) {
  const rate = (value: number | null) => (value === null ? '–' : value.toFixed(1))
  const cells = ({ cases, orders, per30, per100 }: Side) => [
    count(cases),
    rate(per30),
    orders === null ? '–' : count(orders),
    rate(per100),
  ]
  const head = (when: string) => [
    `${when} ${t('learning.table.cases')}`,
    t('learning.fixes.per30'),
    t('learning.fixes.orders'),
    t('learning.fixes.per100'),
  ]
  return (
    <ChartTable
      label={t('learning.numbers')}
      tables={[
        {
          caption: t('learning.fixes.table'),
          columns: [t('learning.fixes.fix'), ...head(t('learning.fixes.before')), ...head(t('learning.fixes.after'))],
          rows: effects.map(({ fix, before, after }) => ({
            key: fix.id,
            cells: [names.value(fix.dimension, fix.value), ...cells(before), ...cells(after)],
          })),
        },
      ]}
    />
  )
}
