import { useState } from 'preact/hooks'
import type { MemberRow, Role } from '../../../worker/domain/rows.ts'
import { setRole } from '../../actions/team.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { RoleField } from './RoleField.tsx'
import { useProvenRequest } from './use-proven-request.tsx'

/** What a colleague, or oneself, may do from now on. Stepping down oneself is asked for once more. */
export function ChangeRole({ member, onClose }: { member: MemberRow; onClose: () => void }) {
  const { id, name } = member
  const me = useMe()
  const [role, choose] = useState<Role>(member.role)
  const { busy, error, request, proof } = useProvenRequest()
  const own = id === me.id
  async function save() {
    if (role === member.role) return onClose()
    if (!(await request(() => setRole(id, role)))) return
    toast({ text: t('more.team.roleSet', { name, role: t(`account.role.${role}`) }) })
    onClose()
  }
  const steppingDown = own && role !== 'owner'
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.team.roleTitle', { name })}
      action={
        <>
          {steppingDown && <Button onClick={onClose}>{t('common.do.cancel')}</Button>}
          <Button kind={steppingDown ? 'danger' : 'primary'} busy={busy} onClick={() => void save()}>
            {steppingDown ? t('more.team.stepDown') : t('common.do.save')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <RoleField value={role} onChange={choose} />
        {member.role === 'owner' && role !== 'owner' && <p class="small quiet">{t('more.team.keysStop')}</p>}
        {!own && <p class="small quiet">{t('more.team.roleText')}</p>}
        {steppingDown && (
          <ErrorNote tone="warn" title={t('more.team.stepDownWarn')} todo={t('more.team.stepDownTodo')} />
        )}
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
      {proof}
    </Sheet>
  )
}
