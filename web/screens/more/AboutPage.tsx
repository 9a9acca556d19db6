import { useEffect, useState } from 'preact/hooks'
import { version } from '../../../package.json'
import { useRequest } from '../../actions/request.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/Button.tsx'
import { Phrases } from '../../components/Phrases.tsx'
import { Facts } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { Seal } from '../../components/Seal.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { applyUpdate, checkForUpdate, updateReady } from '../../sw/register.ts'

interface Health {
  ok: boolean
  database: { ok: boolean; ms: number }
}

/** What this is, which version, and whether a newer one or the server are there. */
export function AboutPage() {
  const { demo } = useShop()
  const [health, setHealth] = useState<string | null>(null)
  const { busy, request } = useRequest()
  useEffect(() => {
    api.request<Health>('GET', '/api/health').then(
      ({ database }) => setHealth(t('more.about.serverOk', { ms: Math.round(database.ms) })),
      () => setHealth(t('more.about.serverDown')),
    )
  }, [])
  async function check() {
    const done = await request(checkForUpdate)
    if (!done) toast({ text: t('more.about.updateFailed'), tone: 'danger' })
    else if (!updateReady.peek()) toast({ text: t('more.about.latest') })
  }
  return (
    <Screen title={t('more.page.about')} back="/more">
      <div class="stack">
        <div class="about">
          <Seal size={56} />
          <p class="about-name">{t('common.app')}</p>
          <p class="quiet">
            <Phrases text={t('account.promise')} />
          </p>
          {demo === 1 && <p class="quiet">{t('more.about.demo')}</p>}
        </div>
        <Facts
          items={[
            [t('more.about.version'), version],
            [t('more.about.server'), health ?? '…'],
          ]}
        />
        {updateReady.value ? (
          <div class="stack-s">
            <p>{t('more.about.updateReady')}</p>
            <Button kind="primary" wide onClick={applyUpdate}>
              {t('more.about.updateNow')}
            </Button>
          </div>
        ) : (
          <Button wide busy={busy} onClick={() => void check()}>
            {t('more.about.update')}
          </Button>
        )}
        <Section title={t('more.about.privacy')}>
          <p class="quiet">{t('more.about.privacyText')}</p>
        </Section>
      </div>
    </Screen>
  )
}
