import { ChevronDown } from 'lucide'
import { parseOrder } from '../../../worker/domain/order.ts'
import { orderSummary } from '../../../worker/domain/order-hash.ts'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { dateTime, list, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { Reading } from '../../import/parse.worker.ts'
import { currentStore } from '../../store/current.ts'
import { useShop } from '../../store/shop.ts'
import { meaningsOf } from './mapping.ts'

const FEW = 3

/** The first orders as they will come in, and which column became what. */
export function Sample({ reading: { chunks, summary } }: { reading: Reading }) {
  const { currency, timezone } = useShop()
  const now = currentStore().now()
  const orders = (chunks[0]?.orders ?? []).slice(0, FEW).flatMap((input) => {
    const parsed = parseOrder(input, { currency, now })
    return parsed.ok ? [parsed.order] : []
  })
  const files = summary.files.filter((file) => file.format !== null)
  return (
    <Section title={t('import.sample.title')}>
      <List label={t('import.sample.title')}>
        {orders.map(({ externalId, customer, placedAt, lines, total, status }) => (
          <Row
            key={externalId}
            title={customer.nickname ?? customer.name ?? t('import.sample.hidden')}
            sub={`${dateTime(placedAt, timezone, now)} · ${orderSummary(lines) || t('import.sample.number', { n: `…${externalId.slice(-4)}` })}`}
            meta={money(total, currency)}
            metaSub={t(`customers.order.${status}`)}
          />
        ))}
      </List>
      <div class="import-folds">
        {files.map((file) => (
          <details key={file.name} class="import-fold">
            <summary>
              <span class="grow">
                {t('import.sample.mapping')}
                {files.length > 1 && file.format && <span class="quiet"> · {t(`import.format.${file.format}`)}</span>}
              </span>
              <Icon of={ChevronDown} size={18} />
            </summary>
            <table class="import-mapping">
              <thead>
                <tr>
                  <th scope="col">{t('import.sample.meaning')}</th>
                  <th scope="col">{t('import.sample.column')}</th>
                </tr>
              </thead>
              <tbody>
                {file.format &&
                  meaningsOf(file.format, file.columns).map(([meaning, columns]) => (
                    <tr key={meaning}>
                      <th scope="row">{t(`import.meaning.${meaning}`)}</th>
                      <td>{list(columns)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </details>
        ))}
      </div>
    </Section>
  )
}
