import type { Shape } from '../types.ts'
import type { self as zh } from '../zh-CN/self.ts'

export const self: Shape<typeof zh> = {
  devices: {
    title: 'Devices signed in',
    here: 'This one',
    unknown: 'Unknown device',
    used: ({ when }) => `Used ${when}`,
    from: ({ place }) => `from ${place}`,
    end: ({ name }) => `Sign out “${name}”`,
    endTitle: ({ name }) => `Sign out “${name}”?`,
    endText:
      'It no longer sees the shop and gets no notifications, from now on. Changes it has not sent stay on it and go out when somebody signs in there again.',
    endDo: 'Sign it out',
    ended: ({ name }) => `“${name}” is signed out`,
    endOthers: 'Sign out everywhere else',
    endOthersTitle: 'Sign out everywhere else?',
    endOthersText:
      'For a lost phone, or somebody else’s computer. All other devices are signed out now and need the password or a passkey to come back.',
    othersEnded: 'All other devices are signed out',
    alone: 'Only this device is signed in.',
    strange: 'One you do not know? Sign it out, then change your password.',
  },
  passkeys: {
    title: 'Passkeys',
    intro: 'Sign in with your finger, face or screen lock: nothing to remember, nothing to be tricked out of.',
    none: 'No passkeys yet.',
    add: 'Add one on this device',
    added: 'Added: sign in with it next time',
    since: ({ day }) => `Added ${day}`,
    used: ({ when }) => `Used ${when}`,
    neverUsed: 'Not used yet',
    rename: ({ name }) => `Rename “${name}”`,
    renameTitle: 'Rename',
    name: 'What to call it',
    nameHint: 'For example “my phone”, “shop computer”',
    missingName: 'Give it a name',
    renamed: 'Renamed',
    remove: ({ name }) => `Remove “${name}”`,
    removeTitle: ({ name }) => `Remove “${name}”?`,
    removeText:
      'It no longer signs you in. The copy your phone or browser keeps is yours to delete, in its password settings.',
    removed: ({ name }) => `“${name}” is removed`,
    unsupported: 'This browser has no passkeys. Try the one your system came with.',
    badAddress: 'Passkeys need an https address with a name, not a bare IP address.',
    cancelled: 'Not added: it was called off, or took too long.',
    already: 'This device has one already.',
    failed: 'Could not be added. Try again.',
  },
  removed: {
    title: 'You are no longer in this shop',
    what: 'An owner removed you from the shop. What this device held of it has been deleted.',
    unsent: ({ n }) =>
      n === 1
        ? 'One change of yours was never sent. It is only on this device.'
        : `${n} changes of yours were never sent. They are only on this device.`,
    unsentHint:
      'Saved as a file, they can be handed to the owner, or kept. If you do not save them they are gone for good.',
    drop: ({ n }) => (n === 1 ? 'Delete it unsaved' : `Delete all ${n} unsaved`),
    dropSaved: 'Saved: delete them here',
    sureTitle: ({ n }) => (n === 1 ? 'Delete the change?' : `Delete ${n} changes?`),
    sure: 'They have not been saved as a file and cannot be brought back.',
    back: 'Asked back?',
    backHint: 'Sign in with your own account, and these changes go out by themselves.',
    signIn: 'Sign in',
    done: 'Nothing of the shop is left on this device.',
    doneHint: 'A mistake? Ask the owner to invite you again: what you did is still under your name.',
  },
  unsent: {
    save: 'Save as a file',
    saved: ({ name }) => `Saved as “${name}”`,
    failed: 'Could not be saved. Try again.',
    fileName: ({ day }) => `unsent-changes-${day}.json`,
  },
}
