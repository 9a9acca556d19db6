import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { CasePlan, PlannedCase } from '../../../../worker/domain/import/case-plan.ts'
import type { CaseReading } from '../../../../worker/domain/import/case-sheet.ts'
import { useAttempt } from '../../../actions/attempt.ts'
import { openCases } from '../../../actions/cases.ts'
import { Button } from '../../../components/Button.tsx'
import { Chip } from '../../../components/Chip.tsx'
import { ErrorNote, Hint } from '../../../components/ErrorNote.tsx'
import { List, Row } from '../../../components/Row.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { Segmented } from '../../../components/Segmented.tsx'
import { count, day, list } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useRow } from '../../../store/hooks.ts'
import { callName } from '../../../store/names.ts'
import { useShop } from '../../../store/shop.ts'
import { Counts } from '../../import/Counts.tsx'
import { BACK, SINCE, type Since } from './since.ts'

const FEW = 5
/** More would make a phone slow and nobody wiser. */
const MOST = 300

interface Props {
  reading: CaseReading
  plan: CasePlan
  since: Since
  onSince: (since: Since) => void
  onOther: () => void
}

/** What a file of complaints says, before any case is opened. */
export function CasesFound({ reading, plan, since, onSince, onOther }: Props) {
  const { route } = useLocation()
  const { busy, attempt } = useAttempt()
  const { kind, columns, problems } = reading
  const { fresh } = plan
  const none = fresh.length === 0
  const other = (
    <Button kind={none ? 'primary' : 'plain'} wide={none} onClick={onOther}>
      {t('intake.cases.other')}
    </Button>
  )
  const apply = () =>
    attempt(
      async () => {
        const done = await openCases(fresh)
        route(BACK, true)
        return done
      },
      ({ opened, missed }) => ({
        text:
          missed > 0
            ? t('intake.cases.some', { n: count(opened), missed: count(missed) })
            : t('intake.cases.done', { n: count(opened) }),
      }),
    )
  if (kind === null) {
    return (
      <Screen title={t('intake.cases.title')} back={BACK} bare action={other}>
        <ErrorNote
          title={t('intake.cases.noHeader.what')}
          kept={reading.seen.length > 0 && t('intake.cases.noHeader.seen', { columns: list(reading.seen) })}
          todo={t('intake.cases.noHeader.todo')}
        />
      </Screen>
    )
  }
  const broken = [
    ...problems.map(({ row, code, detail }) => ({ row, said: t(`intake.cases.problem.${code}`, { detail }) })),
    ...plan.nobody.map(({ row, order }) => ({ row, said: t('intake.cases.problem.nobody', { detail: order }) })),
  ].toSorted((a, b) => a.row - b.row)
  return (
    <Screen
      title={t('intake.cases.title')}
      back={BACK}
      bare
      action={
        none ? (
          other
        ) : (
          <>
            {other}
            <Button kind="primary" wide busy={busy} onClick={() => void apply()}>
              {t('intake.cases.apply', { n: count(fresh.length) })}
            </Button>
          </>
        )
      }
    >
      <div class="import-page">
        <Section title={t('intake.cases.found')}>
          <div class="stack">
            <Segmented
              label={t('intake.cases.since')}
              value={since}
              options={SINCE.map((value) => ({ value, label: t(`intake.cases.sinceOf.${value}`) }))}
              onChange={onSince}
            />
            <Counts
              items={[
                [t('intake.cases.fresh'), fresh.length],
                [t('intake.cases.known'), plan.known],
                kind === 'review'
                  ? [t('intake.cases.praise'), reading.praise]
                  : [t('intake.cases.withdrawn'), reading.withdrawn],
                ...(plan.older > 0 ? [[t('intake.cases.older'), plan.older] as [string, number]] : []),
                [t('intake.cases.broken'), broken.length, broken.length > 0 ? 'danger' : undefined],
              ]}
            />
            <p class="small quiet">
              {t('intake.cases.columns', { kind: t(`intake.cases.kind.${kind}`), columns: list(columns) })}
            </p>
            {plan.newPeople > 0 && <Hint>{t('intake.cases.people', { n: count(plan.newPeople) })}</Hint>}
            {none ? (
              <p class="import-same">
                <strong>{t('intake.cases.nothing')}</strong>
                <span>{t('intake.cases.nothingText')}</span>
              </p>
            ) : (
              <Hint>{t('intake.cases.clock')}</Hint>
            )}
          </div>
        </Section>
        <Fresh cases={fresh} />
        <LeftOut rows={broken} />
      </div>
    </Screen>
  )
}

function Fresh({ cases }: { cases: readonly PlannedCase[] }) {
  const [open, setOpen] = useState(false)
  if (cases.length === 0) return null
  const title = t('intake.cases.will')
  return (
    <Section title={title} aside={count(cases.length)}>
      <div class="stack-s">
        <List label={title}>
          {cases.slice(0, open ? MOST : FEW).map((one) => (
            <FreshCase key={one.draft.id} planned={one} />
          ))}
        </List>
        {!open && cases.length > FEW && (
          <div>
            <Button small onClick={() => setOpen(true)}>
              {t('intake.cases.more', { n: count(cases.length) })}
            </Button>
          </div>
        )}
        {open && cases.length > MOST && <p class="small quiet">{t('intake.cases.limited', { n: count(MOST) })}</p>}
      </div>
    </Section>
  )
}

function FreshCase({ planned: { who, draft } }: { planned: PlannedCase }) {
  const { timezone } = useShop()
  const customer = useRow('customers', 'customerId' in who ? who.customerId : null)
  return (
    <Row
      title={'nickname' in who ? who.nickname : callName(customer)}
      sub={draft.words}
      meta={draft.at !== null && <span class="small quiet">{day(draft.at, timezone)}</span>}
      chips={'nickname' in who && <Chip tone="note">{t('intake.cases.newPerson')}</Chip>}
    />
  )
}

/** Rows of the file that open nothing, by their numbers, the first few until all are asked for. */
function LeftOut({ rows }: { rows: readonly { row: number; said: string }[] }) {
  const [open, setOpen] = useState(false)
  if (rows.length === 0) return null
  return (
    <Section title={t('intake.cases.problems')} aside={t('intake.cases.rows', { n: count(rows.length) })}>
      <div class="stack-s">
        <p class="small quiet">{t('intake.cases.problemsText')}</p>
        <ul class="import-problems">
          {rows.slice(0, open ? MOST : FEW).map(({ row, said }) => (
            <li key={`${row} ${said}`}>
              <span class="import-problem-row">{t('intake.cases.row', { n: String(row) })}</span>
              <span>{said}</span>
            </li>
          ))}
        </ul>
        {!open && rows.length > FEW && (
          <div>
            <Button small onClick={() => setOpen(true)}>
              {t('intake.cases.allRows', { n: count(rows.length) })}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}
