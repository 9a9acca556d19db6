import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { CostReading } from '../../../../worker/domain/import/cost-list.ts'
import { undoing, useAttempt } from '../../../actions/attempt.ts'
import { setCosts } from '../../../actions/products.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { List, Row } from '../../../components/Row.tsx'
import { Screen, Section } from '../../../components/Screen.tsx'
import { count, list, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { useShop } from '../../../store/shop.ts'
import { Counts } from '../../import/Counts.tsx'
import { BACK } from './CostImport.tsx'

const FEW = 5
/** More would make a phone slow and nobody wiser. */
const MOST = 500

/** What a list of costs says, before any of it is written. */
export function CostFound({ reading, onOther }: { reading: CostReading; onOther: () => void }) {
  const { route } = useLocation()
  const { busy, attempt } = useAttempt()
  const { columns, changed, same, unmatched, problems } = reading
  const other = (
    <Button kind={changed.length === 0 ? 'primary' : 'plain'} wide onClick={onOther}>
      {t('products.costs.other')}
    </Button>
  )
  const apply = () =>
    attempt(
      async () => {
        const back = await setCosts(changed)
        route(BACK, true)
        return back
      },
      (back) => ({
        text: t('products.costs.done', { n: count(changed.length) }),
        undo: undoing(back, t('common.said.undone')),
      }),
    )
  if (!columns) {
    return (
      <Screen title={t('products.costs.title')} back={BACK} bare action={other}>
        <ErrorNote
          title={t('products.costs.noHeader.what')}
          kept={reading.seen.length > 0 && t('products.costs.noHeader.seen', { columns: list(reading.seen) })}
          todo={t('products.costs.noHeader.todo')}
        />
      </Screen>
    )
  }
  return (
    <Screen
      title={t('products.costs.title')}
      back={BACK}
      bare
      action={
        changed.length === 0 ? (
          other
        ) : (
          <Button kind="primary" wide busy={busy} onClick={() => void apply()}>
            {t('products.costs.apply', { n: count(changed.length) })}
          </Button>
        )
      }
    >
      <div class="import-page">
        <Section title={t('products.costs.found')}>
          <div class="stack">
            <Counts
              items={[
                [t('products.costs.changed'), changed.length],
                [t('products.costs.same'), same],
                [t('products.costs.unmatched'), unmatched.length],
                [t('products.costs.broken'), problems.length, problems.length > 0 ? 'danger' : undefined],
              ]}
            />
            <div class="import-other">
              <p class="small quiet">{t('products.costs.columns', columns)}</p>
              {changed.length > 0 ? (
                <Button small kind="quiet" onClick={onOther}>
                  {t('products.costs.other')}
                </Button>
              ) : (
                <Button small kind="quiet" href={BACK}>
                  {t('products.costs.back')}
                </Button>
              )}
            </div>
            {changed.length === 0 && (
              <p class="import-same">
                <strong>{t('products.costs.nothing')}</strong>
                <span>{t('products.costs.nothingText')}</span>
              </p>
            )}
          </div>
        </Section>
        <Changes changed={changed} />
        <Rows
          title={t('products.costs.brokenTitle')}
          text={t('products.costs.brokenText')}
          rows={problems.map(({ row, code, detail }) => ({
            row,
            said: t(`products.costs.problem.${code}`, { detail }),
          }))}
        />
        <Rows
          title={t('products.costs.unmatchedTitle')}
          text={t('products.costs.unmatchedText')}
          rows={unmatched.map(({ row, name }) => ({ row, said: name }))}
        />
      </div>
    </Screen>
  )
}

function Changes({ changed }: Pick<CostReading, 'changed'>) {
  const { currency } = useShop()
  const [open, setOpen] = useState(false)
  if (changed.length === 0) return null
  const title = t('products.costs.will')
  return (
    <Section title={title} aside={count(changed.length)}>
      <div class="stack-s">
        <List label={title}>
          {changed.slice(0, open ? MOST : FEW).map(({ product, cost }) => (
            <Row
              key={product.id}
              title={product.name}
              meta={money(cost, currency)}
              sub={
                product.cost === null
                  ? t('products.unknown')
                  : t('products.costs.from', { cost: money(product.cost, currency) })
              }
            />
          ))}
        </List>
        {!open && changed.length > FEW && (
          <div>
            <Button small onClick={() => setOpen(true)}>
              {t('products.costs.more', { n: count(changed.length) })}
            </Button>
          </div>
        )}
        {open && changed.length > MOST && <Limited />}
      </div>
    </Section>
  )
}

interface RowsProps {
  title: string
  text: string
  rows: readonly { row: number; said: ComponentChildren }[]
}

/** Rows of the file by their numbers, the first few until all are asked for. */
function Rows({ title, text, rows }: RowsProps) {
  const [open, setOpen] = useState(false)
  if (rows.length === 0) return null
  return (
    <Section title={title} aside={t('products.costs.rows', { n: count(rows.length) })}>
      <div class="stack-s">
        <p class="small quiet">{text}</p>
        <ul class="import-problems">
          {rows.slice(0, open ? MOST : FEW).map(({ row, said }, i) => (
            <li key={i}>
              <span class="import-problem-row">{t('products.costs.row', { n: String(row) })}</span>
              <span>{said}</span>
            </li>
          ))}
        </ul>
        {open && rows.length > MOST && <Limited />}
        {!open && rows.length > FEW && (
          <div>
            <Button small onClick={() => setOpen(true)}>
              {t('products.costs.allRows', { n: count(rows.length) })}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

const Limited = () => <p class="small quiet">{t('products.costs.limited', { n: count(MOST) })}</p>
