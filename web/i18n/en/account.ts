import { plural } from '../plural.ts'
import type { Shape } from '../types.ts'
import type { account as base } from '../zh-CN/account.ts'

export const account: Shape<typeof base> = {
  role: { owner: 'Owner', agent: 'Agent', viewer: 'Viewer' },
  promise: 'Who matters today, who is unhappy, who is slipping away, and what to do about it now.',
  otherLanguage: '中文',
  mode: { label: 'Sign in or open a shop', in: 'Sign in', up: 'Open a shop' },
  title: { in: 'Sign in', up: 'Open a shop', again: 'Sign in again' },
  field: {
    shop: 'Shop name',
    shopHint: 'The name your buyers know',
    name: 'Your name',
    email: 'E-mail',
    password: 'Password',
    passwordHint: 'At least 10 characters; a few unrelated words are easy to keep in mind',
    currency: 'Currency',
    timezone: 'Time zone',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
  },
  place: {
    summary: ({ currency, zone }) => `${currency} · ${zone}`,
    title: 'Currency and time zone',
    fixed: 'They cannot be changed once the shop is open. Please check.',
    common: 'Common',
    all: 'All',
  },
  bad: {
    shop: 'Please enter the name of your shop',
    name: 'Please enter your name',
    email: 'That is not an e-mail address',
    password: 'Please enter your password',
    short: 'The password needs at least 10 characters',
    yours: 'Do not use your e-mail, name or shop as the password',
    common: 'Many people use this password; choose another',
  },
  submit: { in: 'Sign in', up: 'Open the shop' },
  passkey: { use: 'Sign in with a passkey', failed: 'That passkey did not work. Use your password.' },
  toSignIn: 'Sign in with this e-mail',
  closed: {
    title: 'No account yet?',
    closed: 'Ask the owner for an invitation link; it lets you in.',
    first:
      'Ask the owner for an invitation link. If you are the owner and here for the first time, open the link the server printed when it started.',
  },
  wait: ({ seconds }) =>
    `Try again in ${seconds < 60 ? plural(seconds, 'second', 'seconds') : plural(Math.ceil(seconds / 60), 'minute', 'minutes')}. A phone you signed in on before does not wait for what is tried elsewhere.`,
  offline: {
    what: 'The server cannot be reached',
    todo: 'This needs a connection. What you typed is kept; try again.',
  },
  again: {
    title: 'Please sign in again',
    whose: ({ name, shop }) => `This phone holds “${shop}”. ${name} was signed in last.`,
    kept: ({ n }) =>
      `${plural(n, 'change has', 'changes have')} not been sent yet. They are safe on this phone and go out by themselves once you are in.`,
    nothingLost: 'Everything is still here. Sign in and go on.',
  },
  other: {
    title: 'This phone holds somebody else’s data',
    whose: ({ name, shop }) => `It holds what ${name} has of “${shop}”.`,
    unsent: ({ n }) =>
      n === 1
        ? 'One change was never sent and exists only on this phone.'
        : `${n} changes were never sent and exist only on this phone.`,
    none: 'All changes were sent; the server has them.',
    signInAs: ({ name }) => `Sign in as ${name}`,
    signInAsHint: 'Nothing is lost: the changes go out by themselves.',
    forget: 'Clear it and let me go on',
    forgetUnsent: ({ n }) => `Clear it and give up ${plural(n, 'change', 'changes')}`,
    forgetHint: 'Clears this phone only. The shop on the server stays as it is.',
    sureTitle: ({ n }) => `Give up ${plural(n, 'change', 'changes')}?`,
    sure: ({ name, n }) =>
      `${plural(n, 'change', 'changes')} by ${name} never reached the server and cannot be brought back. Let them sign in once and nothing is lost.`,
    sureDo: 'Give up the changes',
    somebody: 'another member',
    someShop: 'another shop',
  },
}
