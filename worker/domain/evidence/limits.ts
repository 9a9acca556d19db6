/** What may be kept as evidence, and how it travels. */
import type { EvidenceRow } from '../rows.ts'

export type EvidenceType = EvidenceRow['type']
export const EVIDENCE_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
] as const satisfies readonly EvidenceType[]

/** Bytes of one file. */
export const MOST_BYTES = 10 * 1024 * 1024
/** Files a case may have that were not removed. */
export const MOST_A_CASE = 40
/** A file is sent in pieces of this many bytes, the last one shorter: R2's own multipart wants at least 5 MiB. */
export const PART_BYTES = 1024 * 1024
/** How long a removed file can be brought back, ms. */
export const KEPT_MS = 30 * 86_400_000

const starts = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, i) => bytes[at + i] === byte)

const JPEG = [0xff, 0xd8, 0xff]
export const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const RIFF = [0x52, 0x49, 0x46, 0x46]
const WEBP = [0x57, 0x45, 0x42, 0x50]
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

/** What a file is by its first bytes, whatever it is called; null when it is none of the kinds kept. */
export function typeOf(bytes: Uint8Array): EvidenceType | null {
  if (starts(bytes, JPEG)) return 'image/jpeg'
  if (starts(bytes, PNG)) return 'image/png'
  if (starts(bytes, RIFF) && starts(bytes, WEBP, 8)) return 'image/webp'
  if (starts(bytes, PDF)) return 'application/pdf'
  return null
}
