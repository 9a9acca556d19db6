/** What lies in a backup: a `.tar.gz` of JSON and of the files people added, its list of contents last. */
import * as v from 'valibot'

/** Raised when an older release could not read what is written. */
export const FORMAT = 1

export const HEAD = 'regulars-backup.json'
export const MANIFEST = 'manifest.json'
export const VAPID = 'vapid.json'
/** `tables/<table>/<page>.jsonl`: a row a line, its values in the order of the columns that {@link Head} names. */
export const PAGE = /^tables\/([A-Za-z][A-Za-z0-9]{0,39})\/(\d{6})\.jsonl$/
/** As they lie in the data folder: the bytes under their hash, type and time beside them. */
export const FILE = /^files\/([0-9a-f-]{36}\/([0-9a-f]{64}))(\.json)?$/
/** A page of rows may be so large, in bytes: a row is at most some hundred kB. */
export const PAGE_BYTES = 64 * 1024 * 1024

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const name = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/))

export const Head = v.object({
  format: v.number(),
  /** Of the release that made it. */
  version: v.string(),
  /** The moment whose state it holds, epoch ms. */
  at: count,
  /** Null for all shops. */
  shop: v.nullable(v.string()),
  /** The newest migration of its database, by the time in its journal. */
  schema: count,
  tables: v.record(name, v.pipe(v.array(name), v.minLength(1))),
})
export type Head = v.InferOutput<typeof Head>

export const Manifest = v.object({
  /** By table: its rows, and the SHA-256 of all its pages one after the other. */
  tables: v.record(name, v.object({ rows: count, sha256: v.string() })),
  /** How many files, and their bytes; each is named by its own SHA-256. */
  files: v.object({ count, bytes: count }),
  /** Files that rows speak of and that were not there to be copied, or no longer what they were. */
  missing: v.array(v.string()),
  /** Rows in which text could not be read as it was written. */
  damaged: v.optional(v.array(v.string()), []),
})
export type Manifest = v.InferOutput<typeof Manifest>
