import { fingerprint } from './fingerprint.ts'

/**
 * Id of what a file tells of, made of what it says: the same in another file, or on a phone that imports it too, has
 * the same. To make it once more is to find it made. It stays when its person is erased, everybody of the shop has it, and
 * it can be tried: never make it of a name alone, nor of a contact, however much stands beside it.
 */
export const contentId = (of: 'case' | 'buyer', ...named: readonly (string | null)[]): string =>
  `${of}-${fingerprint(JSON.stringify(named))}`
