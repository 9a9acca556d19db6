/** Puts a case together for a platform's arbiter and hands it over as one file. */
import { withMerged } from '../../../worker/domain/dispute-merge.ts'
import type { DisputeEventRow, DisputeRow, Remedy, Satisfaction } from '../../../worker/domain/rows.ts'
import { evidenceOf } from '../../actions/evidence.ts'
import { toast } from '../../components/Toast.tsx'
import { type CasePack, casePack, type PackEvent, type PackFile } from '../../files/case-pack.ts'
import { handFile } from '../../files/hand-file.ts'
import { loadFile } from '../../files/load.ts'
import { sha256 } from '../../files/prepare.ts'
import { day, timeOfDay } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { callName } from '../../store/names.ts'
import { evidenceLine } from './evidence-state.ts'
import { fileDeps } from './use-file.ts'
import { channelName, marksLine, remedyLines } from './words.ts'

const text = (value: unknown): string[] => (typeof value === 'string' && value.trim() !== '' ? [value] : [])

/**
 * What an outsider may read of an event; null for what is the shop's own: notes, analysis, approval, lessons, and what
 * happened inside the app.
 */
export function publicLines({ kind, data }: DisputeEventRow, currency: string, zone: string): string[] | null {
  switch (kind) {
    case 'opened':
      return [...text(data.words), ...text(data.wants)]
    case 'replied':
    case 'heard':
    case 'answered':
      return text(data.text)
    case 'resolved':
      return [...remedyLines((data.remedies ?? []) as Remedy[], currency, zone), ...text(data.told)]
    case 'recorded':
      return text(data.done)
    case 'rated':
    case 'reopened':
    case 'closed':
      return [...(data.satisfaction ? [marksLine(data.satisfaction as Satisfaction)] : []), ...text(data.comment)]
    case 'attempted':
    case 'waiting':
    case 'resumed':
      return []
    case 'evidence':
      return text(evidenceLine(data))
    default:
      return null
  }
}

/** The case as it is now, in the language in force. Files not on this phone are fetched. */
export async function gather(dispute: DisputeRow): Promise<CasePack> {
  const store = currentStore()
  const shop = store.view.list('shops').peek()[0]
  const zone = shop?.timezone ?? 'UTC'
  const now = store.now()
  const written = (at: number) => `${day(at, zone)} ${timeOfDay(at, zone)}`
  const who = (by: string | null) => (by && store.view.get('members', by)?.name) || t('evidence.pack.system')
  const buyer = callName(store.view.get('customers', dispute.customerId))
  const whole = withMerged(store.view.list('disputes').peek(), dispute.id)
  const events: PackEvent[] = store.view
    .list('disputeEvents')
    .peek()
    .filter(({ disputeId }) => whole.has(disputeId))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .flatMap((event) => {
      const lines = publicLines(event, shop?.currency ?? 'XXX', zone)
      const what = t(`disputes.event.${event.kind}`)
      return lines ? [{ when: written(event.at), who: who(event.by), what, lines }] : []
    })
  const files: PackFile[] = []
  for (const row of evidenceOf(dispute.id)) {
    const bytes = await loadFile(fileDeps(), row).catch(() => null)
    const by = row.source === 'link' ? t('evidence.view.buyer') : who(row.by)
    const { name, type, hash, at } = row
    files.push({ name, type, hash, at, when: written(at), who: by, bytes })
  }
  const order =
    dispute.orderId === null
      ? dispute.orderRef
      : ((await store.ordersOf(dispute.customerId)).find(({ id }) => id === dispute.orderId)?.externalId ??
        dispute.orderRef)
  const facts: [string, string | null][] = [
    [t('evidence.pack.shop'), shop?.name ?? null],
    [t('evidence.pack.buyer'), buyer],
    [t('evidence.pack.channel'), channelName(dispute.channel)],
    [t('evidence.pack.order'), order],
    [t('evidence.pack.product'), dispute.product],
    [t('evidence.pack.opened'), written(dispute.openedAt)],
    [
      t('evidence.pack.step'),
      dispute.step === 'closed' ? t('disputes.event.closed') : t(`disputes.step.${dispute.step}`),
    ],
  ]
  return {
    language: locale(),
    title: t('evidence.pack.title', { who: buyer }),
    subtitle: t('evidence.pack.subtitle', { shop: shop?.name ?? '', when: written(now), zone }),
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null),
    events,
    files,
    words: {
      facts: t('evidence.pack.facts'),
      events: t('evidence.pack.events'),
      files: t('evidence.pack.files'),
      none: t('evidence.pack.none'),
      missing: t('evidence.pack.missing'),
      sums: t('evidence.pack.sums'),
    },
    at: now,
  }
}

/** Packs the case and offers it to another app where the phone can, else saves it. */
export async function handOver(dispute: DisputeRow): Promise<void> {
  const pack = await gather(dispute)
  const blob = await casePack(pack, sha256)
  const zone = currentStore().view.list('shops').peek()[0]?.timezone ?? 'UTC'
  const who = callName(currentStore().view.get('customers', dispute.customerId))
  const stem = t('evidence.pack.file', { who, day: day(pack.at, zone) })
    .replace(/[^\p{L}\p{N} -]+/gu, ' ')
    .trim()
  const file = new File([blob], `${stem}.zip`, { type: 'application/zip' })
  const missing = pack.files.filter(({ bytes }) => bytes === null).length
  if (!(await handFile(file))) return
  toast(
    missing > 0
      ? { text: t('evidence.pack.incomplete', { n: missing }), tone: 'danger' }
      : { text: t('evidence.pack.done') },
  )
}
