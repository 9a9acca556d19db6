import '../account/self-texts.ts'
import { LogOut, MonitorSmartphone } from 'lucide'
import { useState } from 'preact/hooks'
import { type Device, endDevice, endOtherDevices, listDevices } from '../../actions/devices.ts'
import { useLoaded } from '../../actions/loaded.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { toast } from '../../components/Toast.tsx'
import { ago } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { FromServer } from './FromServer.tsx'
import { PasskeysToo } from './PasskeysToo.tsx'
import { Sure } from './Sure.tsx'
import { useFresh } from './use-fresh.ts'

interface Props {
  /** One's passkeys are gone. */
  onPasskeys: () => void
}

/** Where one is signed in; each can be ended from here. */
export function DevicesPart({ onPasskeys }: Props) {
  const [ending, setEnding] = useState<Device | 'others' | null>(null)
  const { value: devices, error, load } = useLoaded(listDevices)
  useFresh(load)
  if (!devices) return <FromServer error={error} onRetry={load} />
  const close = () => setEnding(null)
  const done = (said: string) => {
    close()
    toast({ text: said })
    load()
  }
  return (
    <div class="stack-s">
      <List inset label={t('self.devices.title')}>
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} onEnd={() => setEnding(device)} />
        ))}
      </List>
      {devices.length === 1 ? (
        <p class="small quiet roomy">{t('self.devices.alone')}</p>
      ) : (
        <div class="stack-s roomy">
          <Button wide icon={LogOut} onClick={() => setEnding('others')}>
            {t('self.devices.endOthers')}
          </Button>
          <p class="small quiet">{t('self.devices.strange')}</p>
        </div>
      )}
      {ending === 'others' && (
        <EndOthers
          onDone={(passkeys) => {
            done(t(passkeys ? 'self.devices.othersAndPasskeys' : 'self.devices.othersEnded'))
            if (passkeys) onPasskeys()
          }}
          onClose={close}
        />
      )}
      {ending && ending !== 'others' && (
        <Sure
          title={t('self.devices.endTitle', { name: nameOf(ending) })}
          text={t('self.devices.endText')}
          action={t('self.devices.endDo')}
          work={() => endDevice(ending.id)}
          onDone={() => done(t('self.devices.ended', { name: nameOf(ending) }))}
          onClose={close}
        />
      )}
    </div>
  )
}

function EndOthers({ onDone, onClose }: { onDone: (passkeys: boolean) => void; onClose: () => void }) {
  const [passkeys, setPasskeys] = useState(false)
  return (
    <Sure
      title={t('self.devices.endOthersTitle')}
      text={t('self.devices.endOthersText')}
      action={t('self.devices.endOthersDo')}
      work={() => endOtherDevices(passkeys)}
      onDone={() => onDone(passkeys)}
      onClose={onClose}
    >
      <PasskeysToo checked={passkeys} onChange={setPasskeys} />
    </Sure>
  )
}

const nameOf = ({ name }: Device): string => name ?? t('self.devices.unknown')

function DeviceRow({ device, onEnd }: { device: Device; onEnd: () => void }) {
  const { timezone } = useShop()
  const now = useNow()
  const name = nameOf(device)
  const said = [
    device.here
      ? t('self.devices.here')
      : t('self.devices.used', { when: ago(device.lastUsedAt, { zone: timezone, now }) }),
    device.place && t('self.devices.from', { place: device.place }),
  ].filter((text) => text !== null)
  return (
    <Row
      lead={<Icon of={MonitorSmartphone} size={22} />}
      title={name}
      sub={said.map((text) => (
        <div key={text} class="wraps">
          {text}
        </div>
      ))}
      trail={!device.here && <IconButton icon={LogOut} label={t('self.devices.end', { name })} onClick={onEnd} />}
    />
  )
}
