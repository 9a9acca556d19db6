import type { Shape } from '../types.ts'
import type { more as base } from '../zh-CN/more.ts'

export const more: Shape<typeof base> = {
  title: 'More',
  category: {
    complaint: 'New complaint',
    deadline: 'Deadline near',
    reopened: 'Dispute reopened',
    'follow-up': 'Follow-up due',
    'win-back': 'Win-back due',
    promise: 'Promise due',
    test: 'Test notification',
  },
  language: { label: 'Language', 'zh-CN': '简体中文', en: 'English' },
}
