import { useState } from 'preact/hooks'
import type { Dimension, LearningCase } from '../../../../worker/domain/learning/case.ts'
import { cellsOf, type Group, groupsOf, type Spread } from '../../../../worker/domain/learning/tally.ts'
import { Button } from '../../../components/Button.tsx'
import { ChartTable } from '../../../components/charts/ChartTable.tsx'
import { Hint } from '../../../components/ErrorNote.tsx'
import { Section } from '../../../components/Screen.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { count, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useShop } from '../../../store/shop.ts'
import type { Asked } from './CasesSheet.tsx'
import { useNames } from './names.ts'
import { tookWords, upTo } from './took.ts'

const ORDER: readonly Dimension[] = ['product', 'carrier', 'agent', 'cause']
const FIRST = 6
/** Survives leaving the screen. */
let last: Dimension = 'cause'

interface Props {
  cases: readonly LearningCase[]
  onPick: (asked: Asked) => void
}

/** The groups of one dimension: how many, how dear, how slow. */
export function GroupsPart({ cases, onPick }: Props) {
  const { currency } = useShop()
  const [by, setBy] = useState<Dimension>(last)
  const [whole, setWhole] = useState(false)
  const names = useNames()
  const groups = groupsOf(cases, by)
  const most = Math.max(...groups.map(({ tally }) => tally.cases))
  const shown = whole ? groups : groups.slice(0, FIRST)
  const known = cases.filter(({ carrier }) => carrier !== null).length
  const choose = (next: Dimension) => {
    last = next
    setBy(next)
    setWhole(false)
  }
  return (
    <Section title={t('learning.groups.title')}>
      <Segmented
        label={t('learning.groups.by')}
        hideLabel
        value={by}
        options={ORDER.map((value) => ({
          value,
          label: t(`learning.groups.of.${value}`),
        }))}
        onChange={choose}
      />
      <p class="small quiet groups-note">
        {t('learning.groups.note')}
        {by === 'carrier' &&
          known < cases.length &&
          ` ${t('learning.groups.only', { known: count(known), all: count(cases.length) })}`}
      </p>
      <ul class="groups" aria-label={t(`learning.groups.caption.${by}`)}>
        {shown.map((group) => (
          <li key={group.value ?? ''}>
            <GroupLine
              name={names.any(by, group.value)}
              group={group}
              most={most}
              onClick={() => onPick({ title: names.any(by, group.value), cases: group.cases })}
            />
          </li>
        ))}
      </ul>
      {groups.length > shown.length && (
        <Button kind="quiet" wide onClick={() => setWhole(true)}>
          {t('learning.groups.more', { n: count(groups.length - shown.length) })}
        </Button>
      )}
      {by === 'agent' && groups.some(({ tally }) => tally.rated > 0) && <Hint>{t('learning.fixes.agentHint')}</Hint>}
      <ChartTable
        label={t('learning.numbers')}
        tables={[
          {
            caption: t(`learning.groups.caption.${by}`),
            columns: [
              t(`learning.groups.of.${by}`),
              t('learning.table.cases'),
              t('learning.table.cost'),
              `${t('learning.groups.reply')} ${t('learning.groups.half')}`,
              t('learning.groups.most'),
              `${t('learning.groups.resolve')} ${t('learning.groups.half')}`,
              t('learning.groups.most'),
              t('learning.table.again'),
              t('learning.groups.marks'),
            ],
            rows: groups.map(({ value, tally }) => ({
              key: value ?? '',
              cells: [
                names.any(by, value),
                count(tally.cases),
                tally.costed > 0 ? money(tally.cost, currency) : '–',
                ...spreadCells(tally.reply),
                ...spreadCells(tally.resolve),
                count(tally.reopened),
                tally.marks === null
                  ? '–'
                  : t('learning.groups.marksValue', {
                      expectation: tally.marks.expectation.toFixed(1),
                      quality: tally.marks.quality.toFixed(1),
                      service: tally.marks.service.toFixed(1),
                    }),
              ],
            })),
          },
          ...(by === 'cause'
            ? []
            : [
                {
                  caption: t(`learning.groups.monthly.${by}`),
                  columns: [
                    t('learning.table.month'),
                    t(`learning.groups.of.${by}`),
                    t('learning.groups.of.cause'),
                    t('learning.table.cases'),
                    t('learning.table.cost'),
                  ],
                  rows: cellsOf(cases, by).map(({ month, value, cause, tally }) => ({
                    key: `${month} ${value} ${cause}`,
                    cells: [
                      month,
                      names.any(by, value),
                      names.any('cause', cause),
                      count(tally.cases),
                      tally.costed > 0 ? money(tally.cost, currency) : '–',
                    ],
                  })),
                },
              ]),
        ]}
      />
    </Section>
  )
}

const spreadCells = (spread: Spread | null): string[] =>
  spread === null ? ['–', '–'] : [upTo(spread.median).trim(), upTo(spread.p90).trim()]

interface LineProps {
  name: string
  group: Group
  most: number
  onClick: () => void
}

function GroupLine({ name, group: { value, tally }, most, onClick }: LineProps) {
  const { currency } = useShop()
  const facts = [
    t('learning.cases', { n: count(tally.cases) }),
    ...(tally.cost > 0 ? [money(tally.cost, currency)] : []),
    ...(tally.reopened > 0 ? [t('learning.groups.reopened', { n: count(tally.reopened) })] : []),
  ]
  return (
    <button class={value === null ? 'group quiet' : 'group'} type="button" onClick={onClick}>
      <span class="group-head">
        <span class="group-name">{name}</span>
        <span class="group-facts">{facts.join(' · ')}</span>
      </span>
      <svg class="group-bar" width="100%" height="8" aria-hidden="true">
        <rect class="group-track" width="100%" height="8" rx="4" />
        <rect class="group-fill" width={`${(tally.cases / most) * 100}%`} height="8" rx="4" />
      </svg>
      <Took label={t('learning.groups.reply')} spread={tally.reply} />
      <Took label={t('learning.groups.resolve')} spread={tally.resolve} />
    </button>
  )
}

function Took({ label, spread }: { label: string; spread: Spread | null }) {
  if (!spread) return null
  return (
    <span class="group-took">
      <span class="group-took-label">{label}</span> {tookWords(spread)}
    </span>
  )
}
