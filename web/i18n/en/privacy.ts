import type { Shape } from '../types.ts'
import type { privacy as zh } from '../zh-CN/privacy.ts'

export const privacy: Shape<typeof zh> = {
  consent: 'Whether they want to hear from us',
  consentHint:
    'In a chat you may write until they refuse; texts, calls and e-mail need an express yes. Replies about their own order are not affected.',
  channel: { chat: 'Chat', sms: 'Texts', phone: 'Calls', email: 'E-mail' },
  answer: { yes: 'Yes', none: 'Not asked', no: 'No' },
  noted: ({ channel, answer }) => `Noted: ${channel} – ${answer}`,
  when: ({ day, how }) => `${day}, ${how}`,
  how: {
    chat: 'said in a chat',
    spoken: 'said in person or on the phone',
    form: 'on paper',
    order: 'when ordering',
    reply: 'by a reply',
    import: 'imported',
    api: 'by the API',
    other: 'some other way',
  },
  heard: 'How we know',
  heardHint: 'Noted with whatever you change below.',
  export: 'A copy for the customer',
  exportText:
    'Everything the shop holds of this person in one archive: facts, orders, cases with photos, offers. With a table and a page in plain words, ready to hand over.',
  exportDone: 'Ready to hand over',
  exportMissing: ({ n }) => `Ready, but ${n} files could not be fetched; try again with a connection`,
  file: ({ day }) => `Customer data ${day}`,
  readme: ({ shop, day }) => `This is everything ${shop} held about you on ${day}.`,
  readmeFiles:
    '“data.csv” opens in any spreadsheet, “data.json” is for other software, “photos” holds the files of your cases.',
  orders: 'Orders',
  cases: 'Cases',
  csv: 'data.csv',
  json: 'data.json',
  readmeName: 'read me.txt',
  photos: 'photos',
  erase: 'Erase this person',
  eraseOwner: 'Only the owner can erase or export.',
  eraseText: 'For when they ask to be forgotten. It cannot be undone.',
  gone: 'Goes: name and contacts, notes, what was said in cases and their photos, messages sent, links given; open cases end here. Every phone follows at its next sync.',
  stays:
    'Stays: orders, money, tier and win-back results, of somebody without a name. The same orders imported again do not bring them back.',
  backups: 'Backups made before still hold a copy until those are deleted.',
  confirm: ({ word }) => `To erase, type “${word}”`,
  word: 'erase',
  eraseDo: 'Erase for good',
  erasing: 'Deleting photos…',
  erased: 'Erased',
}
