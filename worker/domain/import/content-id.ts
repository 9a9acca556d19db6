import { fingerprint } from './fingerprint.ts'

/**
 * Id of what a file tells of, made of what it says: the same in another file, or on a phone that imports it too, has
 * the same. To make it once more is to find it made. It stays when its person is erased, and can be tried: never make it
 * of a name, phone or e-mail alone.
 */
export const contentId = (of: 'case' | 'buyer', ...named: readonly (string | null)[]): string =>
  `${of}-${fingerprint(JSON.stringify(named))}`
