import { describe, expect, test } from 'vitest'
import { type Locale, noticeText } from '../../worker/domain/notice-texts.ts'
import type { NotificationRow } from '../../worker/domain/rows.ts'
import { messageFor } from '../../worker/notify/message.ts'

const at = Date.parse('2026-05-04T10:00:00+08:00')
const dueAt = Date.parse('2026-05-04T14:00:00+08:00')
const CATEGORIES = [
  'complaint',
  'heard',
  'deadline',
  'reopened',
  'approval',
  'follow-up',
  'win-back',
  'promise',
  'test',
] as const

const text = (
  category: NotificationRow['category'],
  params: NotificationRow['params'] = {},
  locale: Locale = 'zh-CN',
  zone = 'Asia/Shanghai',
) => noticeText({ category, params, at }, locale, zone)

describe('texts', () => {
  test('of every category exist in both languages, also when nobody’s name is known', () => {
    for (const category of CATEGORIES) {
      for (const params of [{ name: '小鹿', product: '茶杯', kind: 'resolve', dueAt }, {}]) {
        const chinese = text(category, params)
        const english = text(category, params, 'en')
        expect(chinese.title + chinese.body).toMatch(/\p{Script=Han}/u)
        expect(`${english.title} ${english.body}`.replaceAll(/小鹿|茶杯/g, '')).not.toMatch(/\p{Script=Han}/u)
        expect(`${chinese.body} ${english.body}`).not.toMatch(/undefined|null|NaN/)
      }
    }
  })

  test('tell the time in the shop’s zone, with the day when it is another', () => {
    const params = { name: '小鹿', kind: 'first-reply', dueAt }
    expect(text('deadline', params).body).toBe('请在 14:00 前回复小鹿。')
    expect(text('deadline', params, 'en').body).toBe('Reply to 小鹿 by 14:00.')
    expect(text('deadline', params, 'en', 'America/New_York').body).toBe('Reply to 小鹿 by May 4, 02:00.')
    expect(text('deadline', { ...params, dueAt: dueAt + 86_400_000 }).body).toBe('请在 5月5日 14:00 前回复小鹿。')
    expect(text('deadline', { ...params, dueAt: at - 1 }).title).toBe('首次回复已超时')
  })

  test.each([
    ['13800138000', '***'],
    ['微信 138-0013-8000', '微信 ***'],
    ['+86 138 0013 8000 小李', '*** 小李'],
    ['１３８００１３８０００', '***'],
    ['lin@example.com', '***'],
    ['小鹿 520', '小鹿 520'],
    ['a'.repeat(50), `${'a'.repeat(29)}…`],
  ])('show nobody’s number or address: %s', (name, shown) => {
    expect(text('reopened', { name }, 'en').body).toBe(`${shown} is not satisfied. Look again at the real cause.`)
  })
})

test('a message of any length fits one push record', () => {
  const params = { name: '鹿'.repeat(200), product: '𠮷'.repeat(200) }
  const row = {
    id: '01a20016-fe92-7e3e-b993-04f95d7cffba',
    category: 'complaint' as const,
    params,
    url: '/disputes/1',
    at,
  }
  const message = messageFor(row, 'zh-CN', {
    timezone: 'Asia/Shanghai',
    unread: 100,
    publicUrl: 'https://shop.example',
  })
  expect(Buffer.byteLength(JSON.stringify(message.payload))).toBeLessThan(3993)
  expect(message.topic).toMatch(/^[0-9a-f]{32}$/)
})
