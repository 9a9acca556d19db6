import { FileDown, HandHelping, Layers } from 'lucide'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Icon } from '../../components/Icon.tsx'
import { t } from '../../i18n/index.ts'

const STEPS = [
  { step: 'import', icon: FileDown },
  { step: 'tiers', icon: Layers },
  { step: 'act', icon: HandHelping },
] as const

/** A shop without customers: how it begins, for who may bring them in. */
export function Start({ mayImport }: { mayImport: boolean }) {
  if (!mayImport) {
    return (
      <Empty art="people" title={t('today.start.title')}>
        {t('today.start.viewer')}
      </Empty>
    )
  }
  return (
    <div class="start">
      <Empty art="people" title={t('today.start.title')}>
        {t('today.start.text')}
      </Empty>
      <ol class="start-steps" aria-label={t('today.start.steps')}>
        {STEPS.map(({ step, icon }, i) => (
          <li key={step} class={i === 0 ? 'start-step now' : 'start-step'}>
            <span class="start-icon">
              <Icon of={icon} size={22} />
            </span>
            <span class="grow">
              <span class="start-name">{`${i + 1}. ${t(`today.start.${step}`)}`}</span>
              <span class="small quiet">{t(`today.start.${step}Text`)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

export const StartAction = () => (
  <Button kind="primary" wide icon={FileDown} href="/more/import">
    {t('today.start.action')}
  </Button>
)
