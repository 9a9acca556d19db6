import { LogOut, RefreshCw, ShieldCheck, Upload } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { TableName } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Facts, List, Row } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { problemText } from '../../i18n/errors.ts'
import { count, recently } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { syncStatus, useEngine } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { useUnsent } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { useRole } from '../customers/use-role.ts'
import { LeaveSheet } from './LeaveSheet.tsx'
import { bytes, type PhoneData, phoneData } from './phone-data.ts'

const SHOWN: readonly TableName[] = [
  'customers',
  'orders',
  'disputes',
  'disputeEvents',
  'tasks',
  'offers',
  'moves',
  'products',
  'notifications',
]

/** What is kept on this phone, how far it is in step with the server, and the way out. */
export function DataPage() {
  const mayImport = useRole('agent')
  const [data, setData] = useState<PhoneData | null>(null)
  const [leaving, setLeaving] = useState<'here' | 'everywhere' | null>(null)
  const status = syncStatus.value
  const lastPull = currentStore().view.state.value.lastPullAt
  const read = () => phoneData(currentStore().db, navigator.storage).then(setData, () => {})
  useEffect(() => void read(), [lastPull])
  const persist = async () => {
    const kept = await navigator.storage.persist()
    toast({ text: t(kept ? 'more.data.persistSaid' : 'more.data.persistDenied') })
    await read()
  }
  return (
    <Screen title={t('more.page.data')} back="/more">
      {status?.error?.startsWith('storage_') && <ServerTrouble code={status.error} />}
      <Section title={t('more.data.sync')}>
        <SyncFacts syncing={status?.syncing ?? false} />
      </Section>
      <Section title={t('more.data.kept')} aside={t('more.data.keptHint')}>
        <div class="roomy">
          <Facts items={SHOWN.map((table) => [t(`more.data.table.${table}`), data ? count(data.rows[table]) : '…'])} />
        </div>
      </Section>
      <Section title={t('more.data.storage')}>
        <div class="stack-s roomy">
          <Facts
            items={[
              [
                t('more.data.storage'),
                data && data.used !== null && data.quota !== null
                  ? t('more.data.usage', { used: bytes(data.used), quota: bytes(data.quota) })
                  : null,
              ],
              [t('more.data.persisted'), t(`more.data.${persistence(data)}`)],
            ]}
          />
          <p class="small quiet">{t('more.data.persistHint')}</p>
          {data?.persisted === false && (
            <Button wide icon={ShieldCheck} onClick={() => void persist()}>
              {t('more.data.persist')}
            </Button>
          )}
        </div>
      </Section>
      {mayImport && (
        <Section title={t('more.data.bring')}>
          <List>
            <Row
              href="/more/import"
              lead={<Icon of={Upload} size={22} />}
              title={t('more.page.import')}
              sub={t('more.sub.import')}
              chevron
            />
          </List>
        </Section>
      )}
      <Section title={t('more.data.leave')}>
        <List>
          <Row
            lead={<Icon of={LogOut} size={22} />}
            title={t('more.data.leaveHere')}
            onClick={() => setLeaving('here')}
          />
          <Row
            lead={<Icon of={LogOut} size={22} />}
            tone="danger"
            title={t('more.data.leaveAll')}
            onClick={() => setLeaving('everywhere')}
          />
        </List>
      </Section>
      {leaving && <LeaveSheet everywhere={leaving === 'everywhere'} onClose={() => setLeaving(null)} />}
    </Screen>
  )
}

/** What the line under the title says in short. */
function ServerTrouble({ code }: { code: string }) {
  const { what, todo } = problemText(code)
  return <ErrorNote title={what} todo={todo} />
}

const persistence = (data: PhoneData | null) =>
  data?.persisted === true ? 'persistedYes' : data?.persisted === false ? 'persistedNo' : 'persistedUnknown'

function SyncFacts({ syncing }: { syncing: boolean }) {
  const { timezone } = useShop()
  const now = useNow()
  const pending = useUnsent()
  const { lastPullAt, serverOffset } = currentStore().view.state.value
  async function sync() {
    await useEngine().sync()
    const status = syncStatus.peek()
    const fine = status !== null && status.error === null && status.online && status.pending === 0
    toast(fine ? { text: t('more.data.synced') } : { text: t('more.data.notSynced'), tone: 'danger' })
  }
  return (
    <div class="stack-s roomy">
      <Facts
        items={[
          [
            t('more.data.last'),
            // Kept in the phone's clock, which may be off; days are the server's.
            lastPullAt === null ? t('more.data.never') : recently(lastPullAt + serverOffset, { zone: timezone, now }),
          ],
          [t('more.data.pending'), pending > 0 ? <a href="/more/attention">{count(pending)}</a> : t('more.data.none')],
        ]}
      />
      <Button wide icon={RefreshCw} busy={syncing} onClick={() => void sync()}>
        {t('more.data.syncNow')}
      </Button>
    </div>
  )
}
