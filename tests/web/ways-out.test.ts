/** Every place of the app from which words go to somebody: each asks what they agreed to, or says why it need not. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const OUT = /navigator\.share\(|clipboard\.write|openApp\(|\bcopyText\(|\bhandFile\(|shareText \} from '\.\/share\.ts'/

/** `asks`: the rule about consent; else why it need not. */
const ANSWERS: Record<string, 'asks' | 'their own order or case' | 'their own copy' | 'nobody who buys' | 'only how'> =
  {
    'web/buyer/case.ts': 'nobody who buys',
    'web/files/hand-file.ts': 'only how',
    'web/screens/account/SaveUnsent.tsx': 'nobody who buys',
    'web/screens/customers/CareCard.tsx': 'asks',
    'web/screens/customers/ContactBar.tsx': 'asks',
    'web/screens/customers/open-app.ts': 'only how',
    'web/screens/customers/privacy/hand-copy.ts': 'their own copy',
    'web/screens/disputes/Leftover.tsx': 'their own order or case',
    'web/screens/disputes/LinkCode.tsx': 'their own order or case',
    'web/screens/disputes/Links.tsx': 'their own order or case',
    'web/screens/disputes/ReplyEditor.tsx': 'their own order or case',
    'web/screens/disputes/pack-case.ts': 'their own copy',
    'web/screens/disputes/share.ts': 'only how',
    'web/screens/import/Problems.tsx': 'nobody who buys',
    'web/screens/more/AttentionPage.tsx': 'nobody who buys',
    'web/screens/more/HandOut.tsx': 'nobody who buys',
    'web/screens/more/NewKey.tsx': 'nobody who buys',
    'web/screens/win-back/SendWays.tsx': 'asks',
    'web/screens/win-back/SentOffer.tsx': 'asks',
    'web/screens/win-back/copy-text.ts': 'only how',
  }

const root = `${import.meta.dirname}/../..`
const files = globSync('web/**/*.{ts,tsx}', { cwd: root }).map(
  (file) => [file, readFileSync(`${root}/${file}`, 'utf8')] as const,
)
const out = files.filter(([, source]) => OUT.test(source))

test('every way out is answered for', () => {
  expect(out.map(([file]) => file).sort()).toEqual(Object.keys(ANSWERS).sort())
})

test.each(Object.keys(ANSWERS).filter((file) => ANSWERS[file] === 'asks'))('%s asks the one rule', (file) => {
  expect(files.find(([name]) => name === file)?.[1]).toMatch(/\brefusal\(customer, /)
})

test('an address for a message is made in one place, which adds how to make it stop', () => {
  const made = files.filter(([, source]) => /`sms:\$/.test(source)).map(([file]) => file)
  expect(made).toEqual(['web/screens/win-back/send-ways.ts'])
  const used = files.filter(([file, source]) => /smsHref\(/.test(source) && !made.includes(file))
  expect(used.map(([file]) => file)).toEqual(['web/screens/win-back/SendWays.tsx'])
  expect(used[0]?.[1]).toContain('smsHref(customer.phone, text)')
  expect(used[0]?.[1]).toContain('const text = smsText(message, shop.locale)')
})
