import { useState } from 'preact/hooks'
import type { Role } from '../../../worker/domain/rows.ts'
import { useRequest } from '../../actions/request.ts'
import { addMember } from '../../actions/team.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { emailProblem, focusFirstBad, newPasswordProblem } from '../account/valid.ts'

const ROLES: readonly Role[] = ['agent', 'viewer', 'owner']

/** A colleague gets a sign-in of their own; the owner tells them the first password. */
export function AddMember({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [tried, setTried] = useState(false)
  const { busy, error, request } = useRequest()
  const bad = {
    name: name.trim() === '' ? t('account.bad.name') : null,
    email: emailProblem(email),
    password: newPasswordProblem(password),
  }
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    if (bad.name || bad.email || bad.password) return focusFirstBad(event.currentTarget as HTMLFormElement)
    const done = await request(() => addMember({ name: name.trim(), email: email.trim(), password, role }))
    if (!done) return
    toast({ text: t('more.team.added', { name: name.trim() }) })
    onClose()
  }
  const taken = error?.code === 'email_taken'
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.team.addTitle')}
      action={
        <Button kind="primary" type="submit" form="add-member" busy={busy}>
          {t('common.do.add')}
        </Button>
      }
    >
      <form id="add-member" class="stack" noValidate autocomplete="off" onSubmit={submit}>
        <Field
          label={t('more.team.name')}
          value={name}
          onInput={setName}
          maxLength={60}
          required
          error={tried ? bad.name : null}
        />
        <Field
          label={t('more.team.email')}
          type="email"
          inputMode="email"
          value={email}
          onInput={setEmail}
          maxLength={254}
          required
          error={tried ? bad.email : null}
        />
        <Field
          label={t('more.team.password')}
          value={password}
          onInput={setPassword}
          maxLength={200}
          required
          hint={t('more.team.passwordHint')}
          error={tried ? bad.password : null}
        />
        <Choices
          label={t('more.team.role')}
          stacked
          value={role}
          options={ROLES.map((value) => ({
            value,
            label: t(`account.role.${value}`),
            hint: t(`more.team.roleHint.${value}`),
          }))}
          onChange={setRole}
        />
        {error && (
          <ErrorNote
            title={taken ? t('more.team.emailTaken.what') : error.words.what}
            todo={taken ? t('more.team.emailTaken.todo') : error.words.todo}
          />
        )}
      </form>
    </Sheet>
  )
}
