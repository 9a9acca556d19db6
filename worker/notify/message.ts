/** A notification as it travels: a Declarative Web Push message, which phones that know those show by themselves. */

import { type Locale, noticeText } from '../domain/notice-texts.ts'
import type { NotificationRow } from '../domain/rows.ts'

export interface PushMessage {
  payload: {
    web_push: 8030
    id: string
    notification: {
      title: string
      body: string
      lang: Locale
      /** The next of the same tag takes this one's place. */
      tag: string
      navigate: string
      app_badge: number
      actions: { action: 'open'; title: string; navigate: string }[]
    }
    app_badge: number
  }
  /** Seconds the service may keep it for a phone that is off. */
  ttl: number
  urgency: 'normal' | 'high'
  /** What replaces an undelivered one of the same topic: at most 32 characters of base64url. */
  topic: string
}

const HOUR = 3600
/** What cannot wait until the phone is picked up, and how long it is news. */
const MANNER: Record<NotificationRow['category'], { urgency: 'normal' | 'high'; hours: number }> = {
  complaint: { urgency: 'high', hours: 24 },
  heard: { urgency: 'high', hours: 24 },
  deadline: { urgency: 'high', hours: 4 },
  reopened: { urgency: 'high', hours: 24 },
  approval: { urgency: 'high', hours: 24 },
  'follow-up': { urgency: 'normal', hours: 12 },
  'win-back': { urgency: 'normal', hours: 12 },
  promise: { urgency: 'high', hours: 12 },
  test: { urgency: 'high', hours: 1 },
}

export interface Surroundings {
  timezone: string
  unread: number
  /** Origin people use; null leaves the address a path, which our service worker understands. */
  publicUrl: string | null
}

export function messageFor(
  notification: Pick<NotificationRow, 'id' | 'category' | 'params' | 'url' | 'at'>,
  locale: Locale,
  { timezone, unread, publicUrl }: Surroundings,
): PushMessage {
  const { id, category, url } = notification
  const navigate = publicUrl ? new URL(url, publicUrl).href : url
  const { title, body, open } = noticeText(notification, locale, timezone)
  const actions = open ? [{ action: 'open' as const, title: open, navigate }] : []
  const { urgency, hours } = MANNER[category]
  return {
    payload: {
      web_push: 8030,
      id,
      notification: { title, body, lang: locale, tag: id, navigate, app_badge: unread, actions },
      app_badge: unread,
    },
    ttl: hours * HOUR,
    urgency,
    topic: id.replaceAll('-', '').slice(0, 32),
  }
}
