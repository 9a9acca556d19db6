/** What a notification says, in the language of the device it goes to. A locked screen shows it to anyone. */
import { maskContacts } from './mask-contacts.ts'
import type { NotificationRow } from './rows.ts'
import { localDay } from './time.ts'

export type Locale = 'zh-CN' | 'en'

export interface NoticeText {
  title: string
  body: string
  /** Word on the button that leads to it; null where there is nothing to see. */
  open: string | null
}

type Notification = Pick<NotificationRow, 'category' | 'params' | 'at'>

const NAME = 30
const PRODUCT = 40

/** A value as a stranger may read it: no e-mail, no phone or account number, and not too long. */
function plain(value: string | number | null | undefined, max: number): string | null {
  if (typeof value !== 'string') return null
  const text = maskContacts(value.normalize('NFKC')).replace(/\s+/g, ' ').trim()
  const letters = Array.from(text)
  return letters.length === 0 ? null : letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : text
}

/** Clock time in the shop's zone, with the day unless it is the day of `at`. */
function clock(dueAt: number, at: number, locale: Locale, timeZone: string): string {
  const sameDay = localDay(dueAt, timeZone) === localDay(at, timeZone)
  const day = sameDay ? {} : ({ month: locale === 'en' ? 'short' : 'long', day: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    ...day,
  }).format(dueAt)
}

interface Facts {
  name: string | null
  product: string | null
  kind: string
  /** When it is due, in words. */
  time: string
  overdue: boolean
}

type Texts = Record<NotificationRow['category'], (facts: Facts) => { title: string; body: string }>

const chinese: Texts = {
  complaint: ({ name, product }) => ({
    title: '新的投诉',
    body: `${name ?? '有买家'}${product ? `反映「${product}」有问题` : '来投诉了'}，先回一句，让对方知道你在处理。`,
  }),
  deadline: ({ name, kind, time, overdue }) => {
    const who = name ?? '买家'
    switch (kind) {
      case 'first-reply':
        return {
          title: overdue ? '首次回复已超时' : '首次回复快超时了',
          body: overdue ? `${who}还在等回复，本该在 ${time} 前回。` : `请在 ${time} 前回复${who}。`,
        }
      case 'next-reply':
        return {
          title: overdue ? '回复已超时' : '买家还在等回复',
          body: overdue ? `${who}又说了话，本该在 ${time} 前回。` : `${who}又说了话，请在 ${time} 前回一句。`,
        }
      case 'handle-by':
        return {
          title: overdue ? '平台处理时限已过' : '平台处理时限快到了',
          body: overdue ? `${who}的纠纷，平台要求 ${time} 前处理。` : `请在 ${time} 前到平台处理${who}的纠纷。`,
        }
      case 'prove-by':
        return {
          title: overdue ? '平台举证时限已过' : '平台举证时限快到了',
          body: overdue ? `${who}的纠纷，平台要求 ${time} 前举证。` : `请在 ${time} 前到平台提交${who}这件的凭证。`,
        }
      default:
        return {
          title: overdue ? '纠纷处理已超时' : '纠纷处理快超时了',
          body: overdue ? `${who}的纠纷本该在 ${time} 前处理好。` : `请在 ${time} 前给${who}一个处理结果。`,
        }
    }
  },
  heard: ({ name, kind }) =>
    kind === 'photo'
      ? { title: '买家补了照片', body: `${name ?? '买家'}给纠纷添了照片，看一眼再回话。` }
      : { title: '买家又说话了', body: `${name ?? '买家'}在纠纷里又说了几句，等你回。` },
  reopened: ({ name }) => ({
    title: '纠纷重新打开',
    body: `${name ?? '买家'}对结果不满意，再看看真正的原因是什么。`,
  }),
  approval: ({ name, kind }) =>
    kind === 'changed'
      ? { title: '等批准的那笔改了', body: `${name ?? '买家'}的纠纷换了办法，店主看过新的再点头。` }
      : { title: '有一笔等店主批准', body: `${name ?? '买家'}的纠纷，花费超过上限，等店主点头。` },
  'follow-up': ({ name, product }) => ({
    title: '今天该回访了',
    body: `问问${name ?? '买家'}，${product ? `「${product}」的事` : '上次的事'}处理得满不满意。`,
  }),
  promise: ({ name, overdue }) => ({
    title: overdue ? '答应的事过期了' : '今天要兑现承诺',
    body: `答应${name ?? '买家'}的事，${overdue ? '已经过了说好的日子。' : '今天要做到。'}`,
  }),
  'win-back': ({ name, kind }) =>
    kind === 'win-back-check'
      ? { title: '看看老顾客回来没有', body: `给${name ?? '老顾客'}的优惠到期了，看看有没有下单。` }
      : { title: '该联系老顾客了', body: `给${name ?? '老顾客'}的优惠消息还没发出去。` },
  test: () => ({ title: '测试通知', body: '收到这条，说明这台设备能收到提醒。' }),
}

const english: Texts = {
  complaint: ({ name, product }) => ({
    title: 'New complaint',
    body: `${name ?? 'A buyer'} has a problem${product ? ` with “${product}”` : ''}. Answer first, so they know you are on it.`,
  }),
  deadline: ({ name, kind, time, overdue }) => {
    const who = name ?? 'the buyer'
    switch (kind) {
      case 'first-reply':
        return {
          title: overdue ? 'First reply overdue' : 'First reply due soon',
          body: overdue ? `The reply to ${who} was due by ${time}.` : `Reply to ${who} by ${time}.`,
        }
      case 'next-reply':
        return {
          title: overdue ? 'Reply overdue' : 'Reply due soon',
          body: overdue
            ? `An answer to ${who}, who wrote again, was due by ${time}.`
            : `Answer ${who}, who wrote again, by ${time}.`,
        }
      case 'handle-by':
        return {
          title: overdue ? 'Platform deadline missed' : 'Platform deadline soon',
          body: overdue
            ? `The platform wanted the case of ${who} dealt with by ${time}.`
            : `Deal with the case of ${who} on the platform by ${time}.`,
        }
      case 'prove-by':
        return {
          title: overdue ? 'Evidence deadline missed' : 'Evidence deadline soon',
          body: overdue
            ? `The platform wanted evidence in the case of ${who} by ${time}.`
            : `Hand in evidence in the case of ${who} by ${time}.`,
        }
      default:
        return {
          title: overdue ? 'Dispute overdue' : 'Dispute due soon',
          body: overdue ? `A solution for ${who} was due by ${time}.` : `Offer ${who} a solution by ${time}.`,
        }
    }
  },
  heard: ({ name, kind }) =>
    kind === 'photo'
      ? { title: 'Photo from the buyer', body: `${name ?? 'The buyer'} added a photo to their case.` }
      : { title: 'The buyer wrote again', body: `${name ?? 'The buyer'} wrote more and waits for a reply.` },
  reopened: ({ name }) => ({
    title: 'Dispute reopened',
    body: `${name ?? 'The buyer'} is not satisfied. Look again at the real cause.`,
  }),
  approval: ({ name, kind }) =>
    kind === 'changed'
      ? {
          title: 'Changed while waiting for the owner',
          body: `What is asked for the case of ${name ?? 'a buyer'} is another now: look at it before you agree.`,
        }
      : {
          title: 'Waiting for the owner',
          body: `The case of ${name ?? 'a buyer'} costs more than the limit and needs the owner’s word.`,
        },
  'follow-up': ({ name, product }) => ({
    title: 'Follow-up due today',
    body: `Ask ${name ?? 'the buyer'} how ${product ? `“${product}”` : 'it'} was settled for them.`,
  }),
  promise: ({ name, overdue }) => ({
    title: overdue ? 'Promise overdue' : 'Promise due today',
    body: overdue
      ? `What you promised ${name ?? 'the buyer'} is overdue.`
      : `Keep what you promised ${name ?? 'the buyer'}.`,
  }),
  'win-back': ({ name, kind }) =>
    kind === 'win-back-check'
      ? {
          title: 'Did they come back?',
          body: `The offer to ${name ?? 'a customer'} has ended. See whether they ordered.`,
        }
      : { title: 'Win-back to send', body: `The offer to ${name ?? 'a customer'} is not sent yet.` },
  test: () => ({ title: 'Test notification', body: 'This device receives reminders.' }),
}

const TEXTS: Record<Locale, Texts> = { 'zh-CN': chinese, en: english }
const OPEN: Record<Locale, string> = { 'zh-CN': '去处理', en: 'Open' }

export function noticeText({ category, params, at }: Notification, locale: Locale, timezone: string): NoticeText {
  const dueAt = typeof params.dueAt === 'number' ? params.dueAt : null
  const text = TEXTS[locale][category]({
    name: plain(params.name, NAME),
    product: plain(params.product, PRODUCT),
    kind: String(params.kind ?? ''),
    time: dueAt === null ? '' : clock(dueAt, at, locale, timezone),
    overdue: dueAt !== null && dueAt < at,
  })
  return { ...text, open: category === 'test' ? null : OPEN[locale] }
}
