/** What the shop holds of a person as a table that person can read: headings, words and times of the shop, no inner ids. */
import { CONSENT_CHANNELS } from '../../../../worker/domain/consent.ts'
import { csvCell } from '../../../../worker/domain/csv.ts'
import type { PersonExport } from '../../../../worker/domain/person-export.ts'
import type { CustomerRow, DisputeEventRow, DisputeRow, OfferRow } from '../../../../worker/domain/rows.ts'
import { day, money, timeOfDay } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import type { customers } from '../../../i18n/zh-CN/customers.ts'
import { channelName, remedyNames } from '../../disputes/words.ts'

/** A title, a line of headings, and lines of as many cells. */
interface Part {
  title: string
  head: string[]
  lines: string[][]
}

interface Order {
  placedAt: number
  externalId: string
  status: keyof typeof customers.order
  summary: string
  total: number
  refunded: number
  lines: { product: string; quantity: number; price: number }[]
}

export const FACTS = ['nickname', 'name', 'phone', 'email', 'address', 'note'] as const

/** Yes, no or never asked, by channel, with when and how it was said. */
export const consentLines = ({ consent, doNotContact }: CustomerRow, zone: string): string[][] => [
  ...CONSENT_CHANNELS.map((channel) => {
    const said = consent?.[channel]
    return [
      t(`privacy.channel.${channel}`),
      t(`privacy.answer.${said?.answer ?? 'none'}`),
      said ? day(said.at, zone) : '',
      said ? t(`privacy.how.${said.how}`) : '',
    ]
  }),
  ...(doNotContact ? [[t('privacy.table.anyChannel'), t('privacy.table.doNotContact'), '', '']] : []),
]

/** Spreadsheets round long numbers; a tab behind one keeps it as it is. */
const asText = (id: string): string => (/^\d{12,}$/.test(id) ? `${id}\t` : id)

const newestFirst = <R>(rows: R[], at: (row: R) => number): R[] => rows.toSorted((a, b) => at(b) - at(a))
const rowsOf = <R>({ parts }: PersonExport, part: string): R[] => (parts[part] ?? []) as unknown as R[]

/** Every part there is something in. */
export function copyParts(data: PersonExport): Part[] {
  const { currency, timezone: zone } = data.shop
  const when = (at: number | null) => (at === null ? '' : `${day(at, zone)} ${timeOfDay(at, zone)}`)
  const sum = (minor: number | null) => (minor === null ? '' : money(minor, currency))
  const [person] = rowsOf<CustomerRow>(data, 'person')
  const orders = newestFirst(rowsOf<Order>(data, 'orders'), ({ placedAt }) => placedAt)
  const cases = newestFirst(rowsOf<DisputeRow>(data, 'disputes'), ({ openedAt }) => openedAt)
  const sent = rowsOf<OfferRow>(data, 'offers').filter(({ sentAt }) => sentAt !== null)
  const offers = newestFirst(sent, ({ sentAt }) => sentAt ?? 0)
  const said = newestFirst(rowsOf<DisputeEventRow>(data, 'disputeEvents'), ({ at }) => at).flatMap(({ at, data }) =>
    SAID.flatMap((key) => (typeof data[key] === 'string' && data[key] ? [[when(at), data[key]]] : [])),
  )
  const word = (key: keyof typeof import('../../../i18n/zh-CN/privacy.ts').privacy.table.head) =>
    t(`privacy.table.head.${key}`)
  const parts: Part[] = [
    {
      title: t('privacy.table.person'),
      head: [word('what'), word('value')],
      lines: person
        ? [
            ...FACTS.flatMap((fact) => (person[fact] ? [[t(`customers.form.${fact}`), person[fact]]] : [])),
            [word('since'), when(person.createdAt)],
          ]
        : [],
    },
    {
      title: t('privacy.consent'),
      head: [word('channel'), word('answer'), word('day'), word('how')],
      lines: person ? consentLines(person, zone) : [],
    },
    {
      title: t('privacy.orders'),
      head: [word('time'), word('order'), word('status'), word('goods'), word('total'), word('refunded')],
      lines: orders.map((o) => [
        when(o.placedAt),
        asText(o.externalId),
        t(`customers.order.${o.status}`),
        o.lines.map(({ product, quantity, price }) => `${product} ×${quantity} ${sum(price)}`).join('; ') || o.summary,
        sum(o.total),
        o.refunded > 0 ? sum(o.refunded) : '',
      ]),
    },
    {
      title: t('privacy.cases'),
      head: [word('time'), word('from'), word('goods'), word('said'), word('told'), word('remedy'), word('closed')],
      lines: cases.map((d) => [
        when(d.openedAt),
        channelName(d.channel),
        d.product ?? '',
        d.words,
        [d.reply, d.told].filter(Boolean).join('; '),
        remedyNames(d.remedies),
        when(d.closedAt),
      ]),
    },
    { title: t('privacy.table.said'), head: [word('time'), word('words')], lines: said },
    {
      title: t('privacy.table.offers'),
      head: [word('time'), word('words'), word('code'), word('until')],
      lines: offers.map((o) => [when(o.sentAt), o.message, o.code, day(o.validUntil, zone)]),
    },
  ]
  return parts.filter(({ lines }) => lines.length > 0)
}

/** What an event of a case holds of words. */
const SAID = ['words', 'text', 'reply', 'told', 'done', 'comment'] as const

/** The parts one under the other, an empty line between. The byte-order mark makes Excel read it as UTF-8. */
export function copyTable(data: PersonExport): string {
  const line = (cells: string[]) => cells.map(csvCell).join(',')
  const blocks = copyParts(data).map(({ title, head, lines }) => [[title], head, ...lines].map(line).join('\r\n'))
  return `\ufeff${blocks.join('\r\n\r\n')}\r\n`
}
