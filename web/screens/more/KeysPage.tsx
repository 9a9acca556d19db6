import { KeyRound, Plus, Trash2, UserCheck } from 'lucide'
import { useState } from 'preact/hooks'
import type { Scope } from '../../../worker/domain/actor.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { type ApiKey, listKeys, revokeKey, takeKeyOver } from '../../actions/team.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { ago, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { NewKey } from './NewKey.tsx'
import { OnlineOnly } from './OnlineOnly.tsx'
import { Sure } from './Sure.tsx'
import { useFresh } from './use-fresh.ts'

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
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<{ what: 'end' | 'take-over'; key: ApiKey } | null>(null)
  const { value: keys, error, load } = useLoaded(listKeys)
  useFresh(load)
  const close = () => setOpen(null)
  const done = (said: string) => {
    close()
    toast({ text: said })
    load()
  }
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
            <KeyRow key={key.id} apiKey={key} onOpen={(what) => setOpen({ what, key })} />
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
      {open?.what === 'end' && (
        <Sure
          title={t('more.keys.revokeTitle', { name: open.key.name })}
          text={t('more.keys.revokeText')}
          action={t('more.keys.revokeDo')}
          work={() => revokeKey(open.key.id)}
          onDone={() => done(t('more.keys.revoked', { name: open.key.name }))}
          onClose={close}
        />
      )}
      {open?.what === 'take-over' && (
        <Sure
          calm
          title={t('more.keys.takeOverTitle', { name: open.key.name })}
          text={t('more.keys.takeOverText', { by: makerOf(open.key) })}
          action={t('more.keys.takeOverDo')}
          work={() => takeKeyOver(open.key.id)}
          onDone={() => done(t('more.keys.takenOver', { name: open.key.name }))}
          onClose={close}
        />
      )}
    </Screen>
  )
}

const makerOf = ({ maker }: ApiKey): string => maker || t('more.keys.gone')

interface RowProps {
  apiKey: ApiKey
  onOpen: (what: 'end' | 'take-over') => void
}

function KeyRow({ apiKey, onOpen }: RowProps) {
  const { timezone } = useShop()
  const now = useNow()
  const { name, scopes, createdAt, lastUsedAt, revokedAt } = apiKey
  const by = makerOf(apiKey)
  const made = { day: day(createdAt, timezone) }
  const stopped = apiKey.stopped === 1
  const used =
    lastUsedAt === null
      ? t('more.keys.neverUsed')
      : t('more.keys.used', { when: ago(lastUsedAt, { zone: timezone, now }) })
  const scopeWords = scopes.split(' ').map((scope) => t(`more.keys.scope.${scope as Scope}`))
  return (
    <Row
      lead={<Icon of={KeyRound} size={22} />}
      tone={revokedAt === null && !stopped ? undefined : 'quiet'}
      title={name}
      sub={
        <>
          {stopped && (
            <div class="wraps">
              <strong>{t('more.keys.stoppedBy', { by })}</strong>
            </div>
          )}
          <div class="wraps">{scopeWords.join(' · ')}</div>
          <div>{used}</div>
          <div class="wraps">
            {apiKey.createdBy === null ? t('more.keys.madeThere', made) : t('more.keys.made', { ...made, by })}
          </div>
        </>
      }
      chips={revokedAt !== null && <Chip>{t('more.keys.off')}</Chip>}
      trail={
        revokedAt === null && (
          <>
            {stopped && (
              <IconButton
                icon={UserCheck}
                label={t('more.keys.takeOver', { name })}
                onClick={() => onOpen('take-over')}
              />
            )}
            <IconButton icon={Trash2} label={t('more.keys.revoke', { name })} onClick={() => onOpen('end')} />
          </>
        )
      }
    />
  )
}
