import '../account/self-texts.ts'
import { useEffect } from 'preact/hooks'
import { useLoaded } from '../../actions/loaded.ts'
import { listPasskeys } from '../../actions/passkeys.ts'
import { Check } from '../../components/Switch.tsx'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { FromServer } from './FromServer.tsx'

interface Props {
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Offers to remove one's passkeys with what else is ended: a device that is lost may hold one. Nothing where there is none. */
export function PasskeysToo({ checked, onChange }: Props) {
  const { value: passkeys, error, load } = useLoaded(listPasskeys)
  useEffect(load, [])
  if (!passkeys) return <FromServer error={error} onRetry={load} />
  if (passkeys.length === 0) return null
  return (
    <Check
      label={t('self.passkeys.too', { n: passkeys.length, names: list(passkeys.map(({ name }) => name)) })}
      hint={t('self.passkeys.tooHint')}
      checked={checked}
      onChange={onChange}
    />
  )
}
