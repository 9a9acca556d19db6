import { Copy } from 'lucide'
import { useState } from 'preact/hooks'
import { SCOPES, type Scope } from '../../../worker/domain/actor.ts'
import { createKey } from '../../actions/team.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { focusFirstBad } from '../account/valid.ts'
import { useProvenRequest } from './use-proven-request.tsx'

/** Makes a key; shows it this once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<string | null>(null)
  return made === null ? <Form onMade={setMade} onClose={onClose} /> : <Made apiKey={made} onClose={onClose} />
}

function Form({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['orders:write'])
  const [tried, setTried] = useState(false)
  const { busy, error, request, proof } = useProvenRequest()
  const bad = {
    name: name.trim() === '' ? t('more.keys.missingName') : null,
    scopes: scopes.length === 0 ? t('more.keys.missingScope') : null,
  }
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (bad.name || bad.scopes) return focusFirstBad(event.currentTarget as HTMLFormElement)
    await request(async () => onMade(await createKey(name.trim(), scopes)))
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.keys.add')}
      action={
        <Button kind="primary" type="submit" form="new-key" busy={busy}>
          {t('more.keys.create')}
        </Button>
      }
    >
      <form id="new-key" class="stack" noValidate onSubmit={submit}>
        <Field
          label={t('more.keys.name')}
          hint={t('more.keys.nameHint')}
          value={name}
          onInput={setName}
          maxLength={60}
          required
          error={tried ? bad.name : null}
        />
        <Choices
          label={t('more.keys.scopes')}
          multiple
          value={scopes}
          options={SCOPES.map((value) => ({ value, label: t(`more.keys.scope.${value}`) }))}
          onChange={setScopes}
          error={tried ? bad.scopes : null}
        />
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </form>
      {proof}
    </Sheet>
  )
}

function Made({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const [warned, setWarned] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(apiKey).then(
      () => {
        setCopied(true)
        toast({ text: t('common.said.copied') })
      },
      () => toast({ text: t('more.keys.copyFailed'), tone: 'danger' }),
    )
  // A stray tap beside the sheet must not lose the key.
  const leave = () => (copied || warned ? onClose() : setWarned(true))
  return (
    <Sheet
      open
      onClose={leave}
      title={t('more.keys.once')}
      action={
        <>
          <Button onClick={leave}>{t('common.do.done')}</Button>
          <Button kind="primary" icon={Copy} onClick={() => void copy()}>
            {t('more.keys.copy')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('more.keys.onceText')}</p>
        <code class="secret">{apiKey}</code>
        {warned && !copied && (
          <ErrorNote tone="warn" title={t('more.keys.notCopied')} todo={t('more.keys.notCopiedTodo')} />
        )}
      </div>
    </Sheet>
  )
}
