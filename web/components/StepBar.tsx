import { Check } from 'lucide'
import { t } from '../i18n/index.ts'
import { Icon } from './Icon.tsx'

interface Props {
  /** The open step, 0–4; 5 when the case is closed. */
  at: number
  /** How often the case was reopened. */
  loop?: number | undefined
  /** Lets a step that was reached be looked at. */
  onPick?: ((step: number) => void) | undefined
}

const STEPS = ['listen', 'analyse', 'resolve', 'record', 'follow-up'] as const

/** The five steps of a dispute across the top. */
export function StepBar({ at, loop = 0, onPick }: Props) {
  return (
    <nav class="steps" aria-label={t('common.stepBar.label')}>
      <ol>
        {STEPS.map((step, i) => {
          const state = i < at ? 'done' : i === at ? 'current' : 'todo'
          const inside = (
            <>
              <span class="step-dot" aria-hidden="true">
                {state === 'done' ? <Icon of={Check} size={14} /> : i + 1}
              </span>
              <span class="step-word">{t(`disputes.step.${step}`)}</span>
              <span class="sr">{t(`common.stepBar.${state}`)}</span>
            </>
          )
          return (
            <li key={step} class={`step ${state}`} aria-current={state === 'current' ? 'step' : undefined}>
              {onPick && state !== 'todo' ? (
                <button class="step-in" type="button" onClick={() => onPick(i)}>
                  {inside}
                </button>
              ) : (
                <span class="step-in">{inside}</span>
              )}
            </li>
          )
        })}
      </ol>
      {loop > 0 && <p class="steps-loop">{t('common.stepBar.loop', { n: loop })}</p>}
    </nav>
  )
}
