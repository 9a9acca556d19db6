import type { Role } from '../../../worker/domain/rows.ts'
import { Choices } from '../../components/Choices.tsx'
import { t } from '../../i18n/index.ts'

const ROLES: readonly Role[] = ['agent', 'viewer', 'owner']

/** What a member may do, each role with what it means. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Choices
      label={t('more.team.role')}
      stacked
      value={value}
      options={ROLES.map((role) => ({
        value: role,
        label: t(`account.role.${role}`),
        hint: t(`more.team.roleHint.${role}`),
      }))}
      onChange={onChange}
    />
  )
}
