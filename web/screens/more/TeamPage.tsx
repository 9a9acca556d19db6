import { RotateCcwKey, UserMinus, UserPlus } from 'lucide'
import { useState } from 'preact/hooks'
import type { MemberRow, Role } from '../../../worker/domain/rows.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { syncStatus, useEngine } from '../../session.ts'
import { useTable } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { ChangeRole } from './ChangeRole.tsx'
import { FormerMembers } from './FormerMembers.tsx'
import { Invite } from './Invite.tsx'
import { OpenInvitations } from './OpenInvitations.tsx'
import { RemoveMember } from './RemoveMember.tsx'
import { ResetPassword } from './ResetPassword.tsx'
import { useFresh } from './use-fresh.ts'

const ORDER: Record<Role, number> = { owner: 0, agent: 1, viewer: 2 }

/** Who works here and what each may do. */
export function TeamPage() {
  const me = useMe()
  const owner = me.role === 'owner'
  const [adding, setAdding] = useState(false)
  const [changing, setChanging] = useState<MemberRow | null>(null)
  const [invited, setInvited] = useState(0)
  const [resetting, setResetting] = useState<MemberRow | null>(null)
  const [leaving, setLeaving] = useState<MemberRow | null>(null)
  useFresh(() => {
    if (syncStatus.peek()) void useEngine().sync()
  })
  const members = [...useTable('members')].sort((a, b) => ORDER[a.role] - ORDER[b.role] || a.name.localeCompare(b.name))
  return (
    <Screen
      title={t('more.page.team')}
      back="/more"
      action={
        owner && (
          <Button kind="primary" wide icon={UserPlus} onClick={() => setAdding(true)}>
            {t('more.team.invite')}
          </Button>
        )
      }
    >
      <div class="stack">
        <List inset label={t('more.team.list')}>
          {members.map((member) => (
            <Row
              key={member.id}
              lead={<span class="initial">{[...member.name][0]}</span>}
              title={member.name}
              sub={t(`account.role.${member.role}`)}
              {...(owner && { onClick: () => setChanging(member), chevron: true })}
              chips={member.id === me.id && <Chip>{t('more.you')}</Chip>}
              trail={
                owner &&
                member.id !== me.id && (
                  <>
                    <IconButton
                      icon={RotateCcwKey}
                      label={t('more.team.resetFor', { name: member.name })}
                      onClick={() => setResetting(member)}
                    />
                    <IconButton
                      icon={UserMinus}
                      label={t('more.team.remove', { name: member.name })}
                      onClick={() => setLeaving(member)}
                    />
                  </>
                )
              }
            />
          ))}
        </List>
        {owner && <OpenInvitations version={`${invited} ${members.length}`} />}
        {owner && <FormerMembers version={members.length} onInvited={() => setInvited(invited + 1)} />}
        {!owner && <p class="small quiet">{t('more.only.owner')}</p>}
        {owner && members.length === 1 && (
          <div class="hint">
            <p>
              <strong>{t('more.team.alone')}</strong>
            </p>
            <p>{t('more.team.aloneText')}</p>
          </div>
        )}
      </div>
      {adding && (
        <Invite
          onClose={() => {
            setAdding(false)
            setInvited(invited + 1)
          }}
        />
      )}
      {resetting && <ResetPassword member={resetting} onClose={() => setResetting(null)} />}
      {changing && <ChangeRole member={changing} onClose={() => setChanging(null)} />}
      {leaving && <RemoveMember member={leaving} onClose={() => setLeaving(null)} />}
    </Screen>
  )
}
