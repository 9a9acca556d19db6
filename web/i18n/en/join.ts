import type { Shape } from '../types.ts'
import type { join as base } from '../zh-CN/join.ts'

export const join: Shape<typeof base> = {
  title: 'Open a link',
  looking: 'Looking at the link…',
  invite: {
    title: ({ shop }) => `Join “${shop}”`,
    by: ({ by, role }) =>
      `${by} asks you in; your role: ${role}. Choose a password of your own and sign in with your e-mail from then on.`,
    submit: 'Join',
  },
  first: {
    title: 'Open your shop',
    text: 'You are the first owner here.',
  },
  owner: {
    title: ({ shop }) => `“${shop}” is yours`,
    text: 'Choose a password; you sign in with this e-mail from then on.',
    submit: 'Start',
  },
  reset: {
    title: 'Set a new password',
    text: ({ shop }) => `For your account at “${shop}”. Once set, you are signed out on all other devices.`,
    passkeys: ({ n }) =>
      n === 1
        ? 'A passkey opens this account too. It is removed with the old password:'
        : `${n} passkeys open this account too. They are removed with the old password:`,
    passkey: ({ name, day }) => `${name} (added ${day})`,
    keep: 'All mine: keep them',
    keepHint: 'Not if there is one you do not know, or somebody else may have used the account.',
    submit: 'Save and sign in',
  },
  password: 'New password',
  until: ({ until }) => `The link works once, until ${until}.`,
  here: ({ name, shop }) =>
    `${name} (“${shop}”) is signed in on this device. Going on changes to the new account and clears what is kept here; the server keeps everything.`,
  taken: { what: 'There is already an account with this e-mail', todo: 'An e-mail works for one shop. Use another.' },
  gone: {
    title: 'This link does not work, or no longer',
    text: 'It may have been used, have run out, or been taken back.',
    used: 'If you have just set your password with it, sign in. If not, ask the owner for another.',
    signIn: 'Sign in',
    open: 'Back to the shop',
  },
}
