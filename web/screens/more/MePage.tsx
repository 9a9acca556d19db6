import '../account/self-texts.ts'
import { Screen, Section } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { DevicesPart } from './DevicesPart.tsx'
import { PasskeysPart } from './PasskeysPart.tsx'
import { PasswordPart } from './PasswordPart.tsx'

/** One's own account. */
export function MePage() {
  const me = useMe()
  return (
    <Screen title={t('more.page.me')} subtitle={[me.name, t(`account.role.${me.role}`)].join(' · ')} back="/more">
      <Section title={t('more.me.password')}>
        <PasswordPart />
      </Section>
      <Section title={t('self.passkeys.title')}>
        <PasskeysPart />
      </Section>
      <Section title={t('self.devices.title')}>
        <DevicesPart />
      </Section>
    </Screen>
  )
}
