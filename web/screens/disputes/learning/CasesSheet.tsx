import type { LearningCase } from '../../../../worker/domain/learning/case.ts'
import { leadingCauses, monthsOf } from '../../../../worker/domain/learning/months.ts'
import { List, Row } from '../../../components/Row.tsx'
import { Sheet } from '../../../components/Sheet.tsx'
import { day } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useDerived } from '../../../store/hooks.ts'
import { useShop } from '../../../store/shop.ts'
import { oneLine } from '../words.ts'
import { MonthsPart } from './MonthsPart.tsx'
import { useNames } from './names.ts'

/** What a person wants to look into. */
export interface Asked {
  title: string
  cases: readonly LearningCase[]
}

const SHOWN = 100

/** One group looked into: its months by cause, and its cases. */
export function CasesSheet({ asked: { title, cases }, onClose }: { asked: Asked; onClose: () => void }) {
  const { timezone } = useShop()
  const latest = [...cases].sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
  const from = latest.at(-1)?.openedAt
  const months = from === undefined ? [] : monthsOf(cases, from, latest[0]?.openedAt ?? from, timezone)
  const several = months.length > 1 || leadingCauses(months, 2).causes.length > 1
  return (
    <Sheet open onClose={onClose} title={title}>
      <div class="stack">
        {cases.length > 2 && several && <MonthsPart months={months} />}
        <List inset label={t('learning.group.list')}>
          {latest.slice(0, SHOWN).map((each) => (
            <CaseLine key={each.id} of={each} onPick={onClose} />
          ))}
        </List>
      </div>
    </Sheet>
  )
}

function CaseLine({ of, onPick }: { of: LearningCase; onPick: () => void }) {
  const { timezone } = useShop()
  const names = useNames()
  const held = useDerived(() => currentStore().view.get('disputes', of.id), [of.id])
  const facts = [names.any('cause', of.cause), ...(of.carrier === null ? [] : [names.value('carrier', of.carrier)])]
  return (
    <Row
      title={held ? oneLine(held.words) : names.any('product', of.product)}
      sub={held ? facts.join(' · ') : `${facts.join(' · ')} · ${t('learning.group.older')}`}
      metaSub={day(of.openedAt, timezone)}
      {...(held ? { href: `/disputes/${of.id}`, chevron: true, onClick: onPick } : {})}
    />
  )
}
