import { useState } from 'preact/hooks'
import type { Role } from '../../../worker/domain/rows.ts'
import { invite, type HandOut as Link } from '../../actions/one-time-links.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { focusFirstBad } from '../account/valid.ts'
import { HandOut } from './HandOut.tsx'
import { RoleField } from './RoleField.tsx'
import { useProvenRequest } from './use-proven-request.tsx'

interface Props {
  /** A former member who is asked back. */
  back?: { id: string; name: string; role: Role }
  onClose: () => void
}

/** Asks a colleague in: they choose their own e-mail and password. */
export function Invite({ back, onClose }: Props) {
  const shop = useShop()
  const [name, setName] = useState(back?.name ?? '')
  const [role, setRole] = useState<Role>(back?.role ?? 'agent')
  const [tried, setTried] = useState(false)
  const [link, setLink] = useState<Link | null>(null)
  const { busy, error, request, proof } = useProvenRequest()
  const missing = name.trim() === '' ? t('account.bad.name') : null
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (missing) return focusFirstBad(event.currentTarget as HTMLFormElement)
    await request(async () => setLink(await invite({ name: name.trim(), role, memberId: back?.id ?? null })))
  }
  if (link) {
    const title = t('more.team.hand.invite', { name: name.trim() })
    const words = t('more.team.hand.inviteWords', { shop: shop.name })
    return <HandOut title={title} link={link} words={words} onClose={onClose} />
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={back ? t('more.team.backTitle', { name: back.name }) : t('more.team.invite')}
      action={
        <Button kind="primary" type="submit" form="invite" busy={busy}>
          {t('more.team.makeLink')}
        </Button>
      }
    >
      <form id="invite" class="stack" noValidate autocomplete="off" onSubmit={submit}>
        <p>{t(back ? 'more.team.backText' : 'more.team.inviteText')}</p>
        <Field
          label={t('more.team.name')}
          value={name}
          onInput={setName}
          maxLength={60}
          required
          error={tried ? missing : null}
        />
        <RoleField value={role} onChange={setRole} />
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </form>
      {proof}
    </Sheet>
  )
}
