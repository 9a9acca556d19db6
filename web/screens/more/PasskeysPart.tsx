import '../account/self-texts.ts'
import { Fingerprint, Pencil, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import { useLoaded } from '../../actions/loaded.ts'
import { listPasskeys, type Passkey, removePasskey, renamePasskey } from '../../actions/passkeys.ts'
import { useRequest } from '../../actions/request.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { ago, day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { focusFirstBad } from '../account/valid.ts'
import { AddPasskey } from './AddPasskey.tsx'
import { FromServer } from './FromServer.tsx'
import { Sure } from './Sure.tsx'
import { useFresh } from './use-fresh.ts'

/** The passkeys that open one's account. */
export function PasskeysPart() {
  const [open, setOpen] = useState<{ what: 'rename' | 'remove'; passkey: Passkey } | null>(null)
  const { value: passkeys, error, load } = useLoaded(listPasskeys)
  useFresh(load)
  if (!passkeys) return <FromServer error={error} onRetry={load} />
  const close = () => setOpen(null)
  const done = (said: string) => {
    close()
    toast({ text: said })
    load()
  }
  return (
    <div class="stack-s">
      <p class="small quiet roomy">{t('self.passkeys.intro')}</p>
      {passkeys.length > 0 && (
        <List inset label={t('self.passkeys.title')}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onOpen={(what) => setOpen({ what, passkey })} />
          ))}
        </List>
      )}
      <AddPasskey none={passkeys.length === 0} onAdded={() => done(t('self.passkeys.added'))} />
      {open?.what === 'rename' && (
        <Rename passkey={open.passkey} onDone={() => done(t('self.passkeys.renamed'))} onClose={close} />
      )}
      {open?.what === 'remove' && (
        <Sure
          title={t('self.passkeys.removeTitle', { name: open.passkey.name })}
          text={t('self.passkeys.removeText')}
          action={t('common.do.remove')}
          work={() => removePasskey(open.passkey.id)}
          onDone={() => done(t('self.passkeys.removed', { name: open.passkey.name }))}
          onClose={close}
        />
      )}
    </div>
  )
}

function PasskeyRow({ passkey, onOpen }: { passkey: Passkey; onOpen: (what: 'rename' | 'remove') => void }) {
  const { timezone } = useShop()
  const now = useNow()
  const { name, createdAt, lastUsedAt } = passkey
  const used =
    lastUsedAt === null
      ? t('self.passkeys.neverUsed')
      : t('self.passkeys.used', { when: ago(lastUsedAt, { zone: timezone, now }) })
  return (
    <Row
      lead={<Icon of={Fingerprint} size={22} />}
      title={name}
      sub={
        <>
          {used}
          <br />
          {t('self.passkeys.since', { day: day(createdAt, timezone) })}
        </>
      }
      trail={
        <>
          <IconButton icon={Pencil} label={t('self.passkeys.rename', { name })} onClick={() => onOpen('rename')} />
          <IconButton icon={Trash2} label={t('self.passkeys.remove', { name })} onClick={() => onOpen('remove')} />
        </>
      }
    />
  )
}

function Rename({ passkey, onDone, onClose }: { passkey: Passkey; onDone: () => void; onClose: () => void }) {
  const [name, setName] = useState(passkey.name)
  const [tried, setTried] = useState(false)
  const { busy, error, request } = useRequest()
  const bad = name.trim() === '' ? t('self.passkeys.missingName') : null
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (bad) return focusFirstBad(event.currentTarget as HTMLFormElement)
    if (await request(() => renamePasskey(passkey.id, name.trim()))) onDone()
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('self.passkeys.renameTitle')}
      action={
        <Button kind="primary" type="submit" form="rename-passkey" busy={busy}>
          {t('common.do.save')}
        </Button>
      }
    >
      <form id="rename-passkey" class="stack" noValidate onSubmit={submit}>
        <Field
          label={t('self.passkeys.name')}
          hint={t('self.passkeys.nameHint')}
          value={name}
          onInput={setName}
          maxLength={60}
          required
          error={tried ? bad : null}
        />
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </form>
    </Sheet>
  )
}
