import type { Shape } from '../types.ts'
import type { reach as zh } from '../zh-CN/reach.ts'

export const reach: Shape<typeof zh> = {
  call: 'Call',
  copy: 'Copy',
  share: 'Share',
  contact: 'Log contact',
  copied: 'Contact details copied',
  notCopied: 'Could not copy; press and hold the text to copy it by hand.',
  optedOut: ({ ways }) => `No marketing by ${ways}. You may still be in touch about their own order.`,
  optedOutOf: { chat: 'chat', sms: 'text', phone: 'phone', email: 'e-mail' },
  notToContact: 'Asked not to be contacted. You may still be in touch about their own order.',
  whyNot: {
    viewer: 'Your role does not see contact details. To be in touch, ask the owner or an agent.',
    nothing: 'No phone, e-mail or address yet. Add one under Details to use these.',
    noPhone: 'No phone number yet. Add it under Details to call.',
    undiallable: 'This number cannot be dialled: it is masked or not complete.',
  },
}
