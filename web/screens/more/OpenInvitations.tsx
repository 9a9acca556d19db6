import { MailOpen, Undo2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Invitation } from '../../../worker/domain/one-time-links.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { listInvitations, revokeInvitation } from '../../actions/one-time-links.ts'
import { IconButton } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useShop } from '../../store/shop.ts'
import { FromServer } from './FromServer.tsx'
import { Sure } from './Sure.tsx'
import { useFresh } from './use-fresh.ts'

/**
 * Invitations nobody has taken up yet. They live on the server: without a connection there is only the team to see.
 * @param version when it changes, they are asked for again
 */
export function OpenInvitations({ version }: { version: unknown }) {
  const [ending, setEnding] = useState<Invitation | null>(null)
  const { value: open, error, load } = useLoaded(listInvitations)
  useFresh(load, version)
  if (!open) {
    // Said already by the strip when there is no network.
    if (!error || error.code === 'network') return null
    return <FromServer error={error} onRetry={load} />
  }
  if (open.length === 0) return null
  return (
    <Section title={t('more.team.open')}>
      <List inset label={t('more.team.open')}>
        {open.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onEnd={() => setEnding(invitation)} />
        ))}
      </List>
      {ending && (
        <Sure
          title={t('more.team.revokeTitle', { name: ending.name })}
          text={t('more.team.revokeText')}
          action={t('more.team.revokeDo')}
          work={() => revokeInvitation(ending.id)}
          onClose={() => setEnding(null)}
          onDone={() => {
            setEnding(null)
            toast({ text: t('more.team.revoked') })
            load()
          }}
        />
      )}
    </Section>
  )
}

function InvitationRow({ invitation, onEnd }: { invitation: Invitation; onEnd: () => void }) {
  const { name, role, memberId, expiresAt } = invitation
  const { timezone } = useShop()
  const until = dateTime(expiresAt, timezone, currentStore().now())
  const said = memberId ? 'more.team.openBack' : 'more.team.openUntil'
  return (
    <Row
      lead={<Icon of={MailOpen} size={22} />}
      title={name}
      sub={t(said, { role: t(`account.role.${role}`), until })}
      trail={<IconButton icon={Undo2} label={t('more.team.revoke', { name })} onClick={onEnd} />}
    />
  )
}
