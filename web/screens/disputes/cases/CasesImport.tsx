/** Reviews and refunds: file → what was found → cases, online or not. */
import '../intake-texts.ts'
import '../disputes.css'
import '../../import/import.css'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type CaseShop, planCases } from '../../../../worker/domain/import/case-plan.ts'
import { hasCaseHeader, readCases } from '../../../../worker/domain/import/case-sheet.ts'
import type { OrderRow } from '../../../../worker/domain/rows.ts'
import { DAY_MS } from '../../../../worker/domain/time.ts'
import { Empty } from '../../../components/Empty.tsx'
import { Spinner } from '../../../components/Progress.tsx'
import { Screen } from '../../../components/Screen.tsx'
import { t } from '../../../i18n/index.ts'
import { readTable, type Table } from '../../../import/read-table.ts'
import { ordersNumbered } from '../../../store/find-orders.ts'
import { useReady, useTable } from '../../../store/hooks.ts'
import { useNow } from '../../../store/now.ts'
import { useShop } from '../../../store/shop.ts'
import { useRole } from '../../customers/use-role.ts'
import { CasesFound } from './CasesFound.tsx'
import { CasesPick } from './CasesPick.tsx'
import { BACK, type Since } from './since.ts'

type At = { step: 'pick'; unreadable: boolean } | { step: 'reading' } | { step: 'found'; table: Table }

export function CasesImport() {
  const { currency, timezone } = useShop()
  const customers = useTable('customers')
  const disputes = useTable('disputes')
  const held = useTable('orders')
  const readyPeople = useReady('customers')
  const readyCases = useReady('disputes')
  const mayAct = useRole('agent')
  const now = useNow()
  const [at, setAt] = useState<At>({ step: 'pick', unreadable: false })
  const [since, setSince] = useState<Since>('90')
  const [orders, setOrders] = useState<readonly OrderRow[] | null>(null)
  const table = at.step === 'found' ? at.table : null
  const reading = useMemo(
    () =>
      table && !('refusal' in table) ? readCases(table.rows, table.broken, { timeZone: timezone, currency }) : null,
    [table, timezone, currency],
  )
  useEffect(() => {
    if (!reading) return
    let left = false
    ordersNumbered(reading.cases.flatMap(({ order }) => order ?? [])).then(
      (found) => !left && setOrders(found),
      () => !left && setOrders([]),
    )
    return () => {
      left = true
    }
  }, [reading, held])
  // Follows the shop: what was opened replaces what the person saw last.
  const today = Math.floor(now / DAY_MS)
  const plan = useMemo(() => {
    if (!reading || !orders) return null
    const shop: CaseShop = { customers, disputes, orders }
    return planCases(reading.cases, shop, since === 'all' ? null : (today - Number(since)) * DAY_MS)
  }, [reading, orders, customers, disputes, since, today])

  const other = () => {
    setOrders(null)
    setAt({ step: 'pick', unreadable: false })
  }
  const pick = (file: File) => {
    setOrders(null)
    setAt({ step: 'reading' })
    readTable(file, hasCaseHeader).then(
      (read) => setAt({ step: 'found', table: read }),
      () => setAt({ step: 'pick', unreadable: true }),
    )
  }

  if (!mayAct) {
    return (
      <Screen title={t('intake.cases.title')} back={BACK}>
        <Empty art="import" title={t('intake.cases.viewer.title')}>
          {t('intake.cases.viewer.text')}
        </Empty>
      </Screen>
    )
  }
  const loading = !readyPeople || !readyCases
  if (at.step === 'reading' || loading || (reading && !plan)) {
    return (
      <Screen title={t('intake.cases.title')} back={BACK} bare>
        <Spinner label={t(loading ? 'common.list.loading' : 'intake.cases.reading')} />
      </Screen>
    )
  }
  if (reading && plan) {
    return <CasesFound reading={reading} plan={plan} since={since} onSince={setSince} onOther={other} />
  }
  return (
    <CasesPick
      unreadable={at.step === 'pick' && at.unreadable}
      refusal={table && 'refusal' in table ? table.refusal : null}
      onPick={pick}
    />
  )
}
