import { useState } from 'preact/hooks'
import { explain } from '../../../worker/domain/explain.ts'
import { isPinned } from '../../../worker/domain/pin.ts'
import type { CustomerRow, MoveRow } from '../../../worker/domain/rows.ts'
import type { Why } from '../../../worker/domain/why.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { pinTier, unpinTier } from '../../actions/tiers.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { day } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { PinSheet } from './PinSheet.tsx'
import type { Reading } from './Timeline.tsx'
import { WayUp } from './WayUp.tsx'

interface Props extends Reading {
  customer: CustomerRow
  /** Their move waiting for a person. */
  move: MoveRow | undefined
  /** What would move them up, or keeps them where they are. */
  way: readonly Why[]
  mayAct: boolean
}

/** Tier, stage and class, each with its reason; the pin. */
export function TierHead({ customer, move, way, mayAct, currency, zone, now }: Props) {
  const { figures, tier } = customer
  const [pinning, setPinning] = useState(false)
  const say = (prefix: string) => {
    const why = figures?.why.find(({ code }) => code.startsWith(prefix))
    return why && explain(why, locale(), { currency }, zone)
  }
  const pinned = customer.pinTier !== null
  const tierSaid =
    customer.ordersCount === 0 ? t('customers.one.prospectWhy') : (say('tier.') ?? t('customers.one.noFigures'))
  const up = way.map((why) => explain(why, locale(), { currency }, zone))
  const more = [say('stage.'), say('rfm.')].filter((text) => text !== undefined)
  return (
    <div class="stack-s">
      <div class="tier-head">
        <TierMark tier={tier} size={40} />
        <p class="tier-name grow">
          {tier ? `${t(`customers.tierShort.${tier}`)} · ${t(`customers.tier.${tier}`)}` : t('customers.tier.none')}
        </p>
        {mayAct && customer.ordersCount > 0 && (
          <Button small onClick={() => setPinning(true)}>
            {t(pinned ? 'customers.pin.change' : 'customers.pin.pin')}
          </Button>
        )}
      </div>
      <p class="small quiet">{pinned ? <PinText customer={customer} zone={zone} now={now} /> : tierSaid}</p>
      {!pinned && <WayUp whys={way} currency={currency} zone={zone} />}
      {pinned && mayAct && <Unpin customer={customer} now={now} />}
      {figures && figures.stage !== 'prospect' && (
        <details class="whys">
          <summary>
            <Chip tone={figures.stage === 'declining' || figures.stage === 'lost' ? 'warn' : 'plain'}>
              {t(`customers.stage.${figures.stage}`)}
            </Chip>
            {figures.class && <Chip>{t(`customers.class.${figures.class}`)}</Chip>}
            <span class="small whys-word">{t('common.list.because')}</span>
          </summary>
          <ul class="small quiet" aria-label={t('customers.one.whyMore')}>
            {[...(pinned ? [tierSaid, ...up] : []), ...more].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      {move && (
        <a class="small link" href="/customers/review">
          {t('customers.one.moveWaiting', { from: move.from ?? '–', to: move.to })}
        </a>
      )}
      {pinning && (
        <PinSheet
          customer={customer}
          tier={customer.pinTier ?? move?.from ?? tier ?? 'A'}
          zone={zone}
          onClose={() => setPinning(false)}
        />
      )}
    </div>
  )
}

type PinProps = { customer: CustomerRow; zone: string; now: number }

function PinText({ customer, zone, now }: PinProps) {
  const { pinTier: tier, pinReason, pinUntil } = customer
  const until =
    pinUntil === null
      ? t('customers.pin.noEnd')
      : isPinned(customer, now)
        ? t('customers.pin.untilThen', { day: day(pinUntil, zone) })
        : t('customers.pin.ended')
  return (
    <>
      {t('customers.pin.isPinned', { tier: tier ?? '', reason: pinReason ?? '' })}
      <span class="block">{until}</span>
    </>
  )
}

function Unpin({ customer, now }: { customer: CustomerRow; now: number }) {
  const { busy, attempt } = useAttempt()
  const { id, pinTier: tier, pinReason, pinUntil } = customer
  const back = () =>
    pinTier(
      { id, tier: customer.figures?.tier ?? null, pinTier: null },
      { tier: tier ?? 'A', reason: pinReason ?? '', until: pinUntil },
    )
  const undo = isPinned(customer, now) ? undoing(back, t('common.said.undone')) : undefined
  return (
    <div class="unpin">
      <Button
        small
        kind="quiet"
        busy={busy}
        onClick={() => attempt(() => unpinTier(id), { text: t('customers.pin.unpinned'), undo })}
      >
        {t('customers.pin.unpin')}
      </Button>
    </div>
  )
}
