import { KeyRound, Plus, Trash2 } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Scope } from '../../../worker/domain/actor.ts'
import { useRequest } from '../../actions/request.ts'
import { type ApiKey, listKeys, revokeKey } from '../../actions/team.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { ago, day, list as sentence } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { NewKey } from './NewKey.tsx'
import { OnlineOnly } from './OnlineOnly.tsx'

/** Keys other systems use to send orders and read the shop; only the server knows them. */
export function KeysPage() {
  const { role } = useMe()
  return role === 'owner' ? <Keys /> : <NotYours />
}

function NotYours() {
  return (
    <Screen title={t('more.page.keys')} back="/more">
      <p class="quiet">{t('more.only.owner')}</p>
    </Screen>
  )
}

function Keys() {
  const [keys, setKeys] = useState<ApiKey[] | null>(null)
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<ApiKey | null>(null)
  const { error, request } = useRequest()
  const load = () => void request(async () => setKeys(await listKeys()))
  useEffect(load, [])
  const unreachable = error?.code === 'network' || error?.code === 'timeout'
  return (
    <Screen
      title={t('more.page.keys')}
      back="/more"
      action={
        keys && (
          <Button kind="primary" wide icon={Plus} onClick={() => setAdding(true)}>
            {t('more.keys.add')}
          </Button>
        )
      }
    >
      {!keys && !error && <Spinner label={t('common.list.loading')} />}
      {!keys && unreachable && <OnlineOnly onRetry={load} />}
      {!keys && error && !unreachable && (
        <ErrorNote
          title={error.words.what}
          todo={error.words.todo}
          action={
            <Button small onClick={load}>
              {t('common.do.retry')}
            </Button>
          }
        />
      )}
      {keys?.length === 0 && (
        <Empty art="import" title={t('more.keys.empty')}>
          {t('more.keys.emptyText')}
        </Empty>
      )}
      {keys && keys.length > 0 && (
        <List label={t('more.keys.list')}>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} onEnd={() => setEnding(key)} />
          ))}
        </List>
      )}
      {adding && (
        <NewKey
          onClose={() => {
            setAdding(false)
            load()
          }}
        />
      )}
      {ending && (
        <Revoke
          apiKey={ending}
          onClose={() => setEnding(null)}
          onDone={() => {
            setEnding(null)
            load()
          }}
        />
      )}
    </Screen>
  )
}

function KeyRow({ apiKey, onEnd }: { apiKey: ApiKey; onEnd: () => void }) {
  const { timezone } = useShop()
  const now = useNow()
  const { name, scopes, createdAt, createdBy, maker, lastUsedAt, revokedAt } = apiKey
  const by = createdBy === null ? t('more.keys.machine') : maker || t('more.keys.gone')
  const used =
    lastUsedAt === null
      ? t('more.keys.neverUsed')
      : t('more.keys.used', { when: ago(lastUsedAt, { zone: timezone, now }) })
  const scopeWords = scopes.split(' ').map((scope) => t(`more.keys.scope.${scope as Scope}`))
  return (
    <Row
      lead={<Icon of={KeyRound} size={22} />}
      tone={revokedAt === null ? undefined : 'quiet'}
      title={name}
      sub={
        <>
          <div class="wraps">{sentence(scopeWords)}</div>
          <div>{used}</div>
          <div>{t('more.keys.made', { day: day(createdAt, timezone), by })}</div>
        </>
      }
      chips={revokedAt !== null && <Chip>{t('more.keys.off')}</Chip>}
      trail={revokedAt === null && <IconButton icon={Trash2} label={t('more.keys.revoke', { name })} onClick={onEnd} />}
    />
  )
}

function Revoke({ apiKey, onClose, onDone }: { apiKey: ApiKey; onClose: () => void; onDone: () => void }) {
  const { busy, error, request } = useRequest()
  const { id, name } = apiKey
  async function revoke() {
    if (!(await request(() => revokeKey(id)))) return
    toast({ text: t('more.keys.revoked', { name }) })
    onDone()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.keys.revokeTitle', { name })}
      action={
        <>
          <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => void revoke()}>
            {t('more.keys.revokeDo')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('more.keys.revokeText')}</p>
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
    </Sheet>
  )
}
