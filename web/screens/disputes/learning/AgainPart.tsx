import { inPercent } from '../../../../worker/domain/explain/amounts.ts'
import type { Recurrence } from '../../../../worker/domain/learning/recurrence.ts'
import { List, Row } from '../../../components/Row.tsx'
import { Section } from '../../../components/Screen.tsx'
import { count } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { currentStore } from '../../../store/current.ts'
import { useDerived } from '../../../store/hooks.ts'
import { callName } from '../../../store/names.ts'
import type { Asked } from './CasesSheet.tsx'

const SHOWN = 8

interface Props {
  byProduct: readonly Recurrence[]
  byBuyer: readonly Recurrence[]
  onPick: (asked: Asked) => void
}

/** The same trouble twice or more: by product, by buyer. */
export function AgainPart({ byProduct, byBuyer, onPick }: Props) {
  return (
    <Section title={t('learning.again.title')}>
      {byProduct.length + byBuyer.length === 0 && <p class="quiet">{t('learning.again.none')}</p>}
      {byProduct.length > 0 && (
        <Again title={t('learning.again.product')}>
          {byProduct.slice(0, SHOWN).map((each) => (
            <Line key={each.of + each.cause} name={each.of} recurrence={each} onPick={onPick}>
              {each.rate !== null &&
                each.out !== null &&
                t('learning.again.ofBuyers', { n: count(each.out), share: inPercent(each.rate) })}
            </Line>
          ))}
        </Again>
      )}
      {byBuyer.length > 0 && (
        <Again title={t('learning.again.buyer')}>
          {byBuyer.slice(0, SHOWN).map((each) => (
            <Buyer key={each.of + each.cause} recurrence={each} onPick={onPick} />
          ))}
        </Again>
      )}
    </Section>
  )
}

// biome-ignore lint/suspicious/noExplicitAny: the children of a list.
function Again({ title, children }: { title: string; children: any }) {
  return (
    <div class="again">
      <h3 class="again-title">{title}</h3>
      <List inset label={title}>
        {children}
      </List>
    </div>
  )
}

function Buyer({ recurrence, onPick }: { recurrence: Recurrence; onPick: Props['onPick'] }) {
  const customer = useDerived(() => currentStore().view.get('customers', recurrence.of), [recurrence.of])
  return (
    <Line name={callName(customer)} recurrence={recurrence} onPick={onPick}>
      {recurrence.out !== null && t('learning.again.ofOrders', { n: count(recurrence.out) })}
    </Line>
  )
}

interface LineProps {
  name: string
  recurrence: Recurrence
  onPick: Props['onPick']
  children: string | false
}

function Line({ name, recurrence: { cause, cases }, onPick, children }: LineProps) {
  const what = t(`disputes.cause.${cause}`)
  return (
    <Row
      title={name}
      meta={t('learning.cases', { n: count(cases.length) })}
      sub={[what, ...(children ? [children] : [])].join(' · ')}
      chevron
      onClick={() => onPick({ title: `${name} · ${what}`, cases })}
    />
  )
}
