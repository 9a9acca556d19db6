import '../account/self-texts.ts'
import { useState } from 'preact/hooks'
import { Screen, Section } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { DevicesPart } from './DevicesPart.tsx'
import { PasskeysPart } from './PasskeysPart.tsx'
import { PasswordPart } from './PasswordPart.tsx'

/** One's own account. */
export function MePage() {
  const me = useMe()
  const [version, setVersion] = useState(0)
  const passkeysGone = () => setVersion(version + 1)
  return (
    <Screen title={t('more.page.me')} subtitle={[me.name, t(`account.role.${me.role}`)].join(' · ')} back="/more">
      <Section title={t('more.me.password')}>
        <PasswordPart onPasskeys={passkeysGone} />
      </Section>
      <Section title={t('self.passkeys.title')}>
        <PasskeysPart key={version} />
      </Section>
      <Section title={t('self.devices.title')}>
        <DevicesPart onPasskeys={passkeysGone} />
      </Section>
    </Screen>
  )
}
