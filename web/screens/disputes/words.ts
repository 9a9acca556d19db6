/** A case in words, shared by queue, folded steps, timeline and refusals. */
import { CASE_CHANNELS } from '../../../worker/domain/channels.ts'
import { remedyCost } from '../../../worker/domain/dispute-terms.ts'
import type { DisputeRow, Remedy, Satisfaction } from '../../../worker/domain/rows.ts'
import { day, list, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

export type Channel = (typeof CASE_CHANNELS)[number]

/** Marketplaces that read along in their chats and punish ways around them. */
const POLICED: readonly string[] = ['taobao', 'pinduoduo', 'jd', 'douyin', 'xiaohongshu', 'youzan', 'amazon', 'review']
export const isPoliced = (channel: string): boolean => POLICED.includes(channel)

export const isChannel = (channel: string): channel is Channel => (CASE_CHANNELS as readonly string[]).includes(channel)

/** A channel by its name; one that came in by the API may be anything. */
export const channelName = (channel: string): string =>
  isChannel(channel) || channel === 'api' || channel === 'link' ? t(`disputes.channel.${channel}`) : channel

/** One line, whatever breaks the text holds. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The same as a part of a longer sentence: without a full stop of its own. */
const clause = (text: string): string => oneLine(text).replace(/[。.！!；;]+$/, '')

export const remedyNames = (remedies: readonly Remedy[]): string =>
  list(remedies.map(({ kind }) => t(`disputes.remedy.${kind}`)))

/** `部分退款 ¥30，3月5日前办好` for each remedy. */
export const remedyLines = (remedies: readonly Remedy[], currency: string, zone: string): string[] =>
  remedies.map(({ kind, cost, promisedAt }) =>
    [
      `${t(`disputes.remedy.${kind}`)}${cost > 0 ? ` ${money(cost, currency)}` : ''}`,
      promisedAt === null
        ? t('disputes.resolve.atOnce')
        : t('disputes.resolve.promised', { day: day(promisedAt, zone) }),
    ].join(t('disputes.comma')),
  )

export const marksLine = (marks: Satisfaction): string => t('disputes.timeline.marks', { ...marks })

/** A case may have ended before anybody answered. */
export const wasAnswered = ({ firstReplyAt }: DisputeRow): boolean => firstReplyAt !== null

/** What a step that is over came to, in one sentence; null when it was not reached in this loop. */
export function stepSentence(dispute: DisputeRow, index: number, currency: string): string | null {
  const { cause, responsibility, severity, remedies, done, actualCost, outcome, satisfaction, attempts } = dispute
  switch (index) {
    case 0:
      // Of a case nobody may be known by any more, not even the words are left.
      if (dispute.words === '') return t('disputes.outcome.erased')
      return wasAnswered(dispute) ? t('disputes.fold.listen', { words: clause(dispute.words) }) : clause(dispute.words)
    case 1:
      return cause && responsibility && severity
        ? t('disputes.fold.analyse', {
            cause: t(`disputes.cause.${cause}`),
            responsibility: t(`disputes.responsibility.${responsibility}`),
            severity: t(`disputes.severity.${severity}`),
          })
        : null
    case 2:
      return remedies.length > 0
        ? t('disputes.fold.resolve', { remedies: remedyNames(remedies), cost: money(remedyCost(remedies), currency) })
        : null
    case 3:
      return done !== null
        ? t('disputes.fold.record', { done: clause(done), cost: money(actualCost ?? 0, currency) })
        : null
    default:
      if (outcome === 'unreachable') return t('disputes.fold.unreachable', { n: attempts })
      return satisfaction ? t('disputes.fold.satisfied', { marks: marksLine(satisfaction) }) : null
  }
}

/** What a case that is no complaint is called: a stranger's is spam, the shop's own was entered by mistake. */
export const noComplaint = ({ source }: Pick<DisputeRow, 'source'>): 'spam' | 'mistake' =>
  source === 'link' ? 'spam' : 'mistake'
