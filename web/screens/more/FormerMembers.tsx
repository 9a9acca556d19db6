import { UserPlus } from 'lucide'
import { useState } from 'preact/hooks'
import { useLoaded } from '../../actions/loaded.ts'
import { type FormerMember, listFormer } from '../../actions/team.ts'
import { IconButton } from '../../components/Button.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { Invite } from './Invite.tsx'
import { useFresh } from './use-fresh.ts'

interface Props {
  /** Asked for anew when it changes. */
  version: unknown
  /** An invitation was made. */
  onInvited: () => void
}

/** Who worked here once and may be asked back as who they were. Not worth a word while it cannot be read. */
export function FormerMembers({ version, onInvited }: Props) {
  const [back, setBack] = useState<FormerMember | null>(null)
  const { value: former, load } = useLoaded(listFormer)
  useFresh(load, version)
  if (!former || former.length === 0) return null
  return (
    <Section title={t('more.team.former')}>
      <List inset label={t('more.team.former')}>
        {former.map((one) => (
          <Row
            key={one.id}
            lead={<span class="initial">{[...one.name][0]}</span>}
            tone="quiet"
            title={one.name}
            sub={t('more.team.was', { role: t(`account.role.${one.role}`) })}
            trail={
              <IconButton
                icon={UserPlus}
                label={t('more.team.askBack', { name: one.name })}
                onClick={() => setBack(one)}
              />
            }
          />
        ))}
      </List>
      {back && (
        <Invite
          back={back}
          onClose={() => {
            setBack(null)
            onInvited()
          }}
        />
      )}
    </Section>
  )
}
