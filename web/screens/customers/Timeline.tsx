import { Award, Gift, MessageCircle, MessageSquareWarning, ShoppingBag, UserPlus } from 'lucide'
import { useState } from 'preact/hooks'
import { explain } from '../../../worker/domain/explain.ts'
import { countsAsPurchase, netOf } from '../../../worker/domain/order.ts'
import type { OfferRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { ago, count, money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { useEngine } from '../../session.ts'
import { type Dealings, type Entry, timeline } from './dealings.ts'
import { decidedText } from './decided.ts'
import type { Orders } from './use-orders.ts'

const FIRST = 20
const MORE = 5 * FIRST

const ICONS = {
  order: ShoppingBag,
  dispute: MessageSquareWarning,
  'dispute-closed': MessageSquareWarning,
  offer: Gift,
  'offer-back': Gift,
  move: Award,
  contact: MessageCircle,
  created: UserPlus,
} as const satisfies Record<Entry['kind'], unknown>

export interface Reading {
  currency: string
  zone: string
  now: number
}

interface Props extends Reading {
  dealings: Dealings
  held: Orders
}

/** Orders, disputes, offers, contacts and tier moves in one line of time, newest first. */
export function Timeline({ dealings, held, ...reading }: Props) {
  const [shown, setShown] = useState(FIRST)
  const entries = timeline(dealings)
  const rest = entries.length - shown
  return (
    <Section title={t('customers.one.history')}>
      {entries.length === 0 ? (
        // Of orders that are not on this phone it says so below.
        !held.older && <p class="quiet small">{t('customers.one.noHistory')}</p>
      ) : (
        <List inset label={t('customers.one.history')}>
          {entries.slice(0, shown).map((entry) => (
            <EntryLine key={entry.key} entry={entry} {...reading} />
          ))}
        </List>
      )}
      {rest > 0 ? (
        <Button kind="quiet" wide onClick={() => setShown(shown + MORE)}>
          {t('customers.one.more', { n: count(Math.min(rest, MORE)) })}
        </Button>
      ) : (
        held.older && <Older {...held} onFetch={() => setShown(entries.length + MORE)} />
      )}
    </Section>
  )
}

function Older({ fetching, failed, fetchOlder, onFetch }: Orders & { onFetch: () => void }) {
  if (!useEngine().status.value.online) return <p class="quiet small">{t('customers.one.olderOffline')}</p>
  return (
    <>
      {failed && (
        <p class="quiet small" role="alert">
          {t('customers.one.olderFailed')}
        </p>
      )}
      <Button
        kind="quiet"
        wide
        busy={fetching}
        onClick={() => {
          onFetch()
          fetchOlder()
        }}
      >
        {t('customers.one.older')}
      </Button>
    </>
  )
}

/** What an offer is, in a few words. */
export function offerText(offer: OfferRow, currency: string): string {
  if (offer.kind === 'percent') return t('customers.timeline.percentOff', { n: offer.value })
  if (offer.kind === 'amount') return t('customers.timeline.amountOff', { money: money(offer.value, currency) })
  return t('customers.timeline.giftOf', { gift: offer.gift ?? '' })
}

function EntryLine({ entry, currency, zone, now }: { entry: Entry } & Reading) {
  const when = ago(entry.at, { zone, now })
  const line = lineOf(entry, currency, zone)
  return (
    <Row
      lead={<Icon of={ICONS[entry.kind]} />}
      title={line.title}
      meta={line.meta}
      sub={
        <>
          {[when, line.sub].filter(Boolean).join(' · ')}
          {line.because && <span class="because">{line.because}</span>}
        </>
      }
      href={line.href}
      tone={line.quiet ? 'quiet' : undefined}
    />
  )
}

interface Line {
  title: string
  sub?: string
  meta?: string
  href?: string
  /** A whole sentence, which may take several lines. */
  because?: string
  /** It came to nothing. */
  quiet?: boolean
}

function lineOf(entry: Entry, currency: string, zone: string): Line {
  switch (entry.kind) {
    case 'order': {
      const { order } = entry
      const counts = countsAsPurchase(order.status)
      const part = order.refunded > 0 && order.refunded < order.total
      return {
        title: order.summary || t('customers.timeline.order'),
        sub: part
          ? t('customers.timeline.refundedPart', { money: money(order.refunded, currency) })
          : t(`customers.order.${order.status}`),
        ...(counts ? { meta: money(netOf(order), currency) } : { quiet: true }),
      }
    }
    case 'dispute':
      return {
        title: `${t('customers.timeline.disputeOpened')} · ${entry.dispute.words}`,
        sub: t(`disputes.step.${entry.dispute.step}`),
        href: `/disputes/${entry.dispute.id}`,
      }
    case 'dispute-closed': {
      const { dispute } = entry
      return {
        title: t('customers.timeline.disputeClosed'),
        ...(dispute.outcome ? { sub: t(`disputes.outcome.${dispute.outcome}`) } : {}),
        href: `/disputes/${dispute.id}`,
      }
    }
    case 'offer': {
      const { offer } = entry
      const what = t(offer.sentAt === null ? 'customers.timeline.offerMade' : 'customers.timeline.offerSent')
      return {
        title: `${what} · ${offerText(offer, currency)}`,
        sub: t(`winBack.status.${offer.status}`),
        href: `/win-back/${offer.customerId}`,
      }
    }
    case 'offer-back':
      return {
        title: t('customers.timeline.offerBack'),
        ...(entry.offer.revenue === null ? {} : { meta: money(entry.offer.revenue, currency) }),
      }
    case 'move': {
      const { move } = entry
      const [cause] = move.why
      return {
        title: t('customers.timeline.moved', { from: move.from ?? '–', to: move.to }),
        sub: decidedText(move),
        ...(cause && { because: explain(cause, locale(), { currency }, zone) }),
        quiet: move.status !== 'applied',
      }
    }
    case 'contact':
      return { title: t('customers.timeline.contacted') }
    case 'created':
      return { title: t('customers.timeline.created') }
  }
}
