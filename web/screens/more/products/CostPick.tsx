import { Download } from 'lucide'
import { problem } from '../../../../worker/domain/import/problem.ts'
import { toDecimalString } from '../../../../worker/domain/money.ts'
import type { ProductRow } from '../../../../worker/domain/rows.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Facts } from '../../../components/Row.tsx'
import { Screen } from '../../../components/Screen.tsx'
import { locale, t } from '../../../i18n/index.ts'
import type { TableRefusal } from '../../../import/open-rows.ts'
import { csvText } from '../../../import/problems-csv.ts'
import { useShop } from '../../../store/shop.ts'
import { PickTable } from '../../import/PickTable.tsx'
import { saveCsv } from '../../import/save-file.ts'
import { BACK } from './CostImport.tsx'

interface Props {
  products: readonly ProductRow[]
  /** The file chosen last went away before it was read. */
  unreadable: boolean
  /** Why the file chosen last is no table. */
  refusal: TableRefusal | null
  onPick: (file: File) => void
}

export function CostPick({ products, unreadable, refusal, onPick }: Props) {
  const { currency } = useShop()
  const template = () => {
    const rows = products.map(({ name, cost }) => [name, cost === null ? '' : toDecimalString(cost, currency)])
    const head = [t('products.costs.column.product'), t('products.costs.column.cost')]
    saveCsv(t('products.costs.templateName'), csvText([head, ...rows]))
  }
  return (
    <Screen
      title={t('products.costs.title')}
      back={BACK}
      bare
      action={<PickTable label={t('products.costs.pick')} onPick={onPick} />}
    >
      <div class="import-page">
        {unreadable && (
          <ErrorNote title={t('products.costs.unreadable.what')} todo={t('products.costs.unreadable.todo')} />
        )}
        {refusal && <ErrorNote title={problem('', 0, refusal).text[locale() === 'en' ? 'en' : 'zh']} />}
        <div class="stack-s">
          <p>{t('products.costs.intro')}</p>
          <p class="small quiet">{t('products.costs.formats')}</p>
          <p class="small quiet">{t('products.costs.offline')}</p>
        </div>
        <Facts items={[[t('products.costs.headers'), t('products.costs.headersOf')]]} />
        {products.length > 0 && (
          <div class="stack-s">
            <p class="small quiet">{t('products.costs.templateHint')}</p>
            <Button icon={Download} onClick={template}>
              {t('products.costs.template')}
            </Button>
          </div>
        )}
      </div>
    </Screen>
  )
}
