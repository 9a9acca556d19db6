/** Turns a chosen file into text: which encoding it is in, and its characters piece by piece. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

/** What a file turns out to be, or why it cannot be a table. */
export type Detected = { encoding: Encoding } | { refusal: 'empty_file' | 'not_text' }

/** The bytes read at a time: large enough to be quick, small enough to show progress. */
const PIECE = 256 * 1024

/** The most frequent characters of Chinese text and of order files, in both scripts. */
const FREQUENT = new Set(
  '的一是不了在人有我他這这個个們们中来來上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于著下自之年過过發发後后作里裡用道行所然家種种事成方多經经么麼去法學学如都同現现當当没沒動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实' +
    '订訂单單编編号號买買家會员員名称稱电電话話手机機收货貨址省市区區县縣路街道楼樓室姓邮郵箱联聯系繫交易日期购購品价價格金额額数數量状狀态態付款创創建宝寶贝貝标標题題付店铺鋪商退备備注註东東西南北广廣州京海江浙新',
)

function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    // Streaming: a sample that ends in the middle of a character is not malformed.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

/** Share of a text's characters beyond ASCII that are frequent in Chinese: near 0 when read in the wrong encoding. */
function plausibility(text: string | null): number {
  if (text === null) return -1
  let beyond = 0
  let frequent = 0
  for (const character of text) {
    if (character < '\u0080') continue
    beyond++
    if (FREQUENT.has(character)) frequent++
  }
  return beyond === 0 ? 0 : frequent / beyond
}

function startsWith(bytes: Uint8Array, ...signature: number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}

/**
 * Chooses the encoding from a file's first bytes: a byte-order mark decides, then valid UTF-8, then GB18030 unless
 * the text makes more sense as Big5. Anything with NUL bytes is no text.
 */
export function detectEncoding(bytes: Uint8Array): Detected {
  if (bytes.length === 0) return { refusal: 'empty_file' }
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return { encoding: 'utf-8' }
  if (startsWith(bytes, 0xff, 0xfe)) return { encoding: 'utf-16le' }
  if (startsWith(bytes, 0xfe, 0xff)) return { encoding: 'utf-16be' }
  if (bytes.includes(0)) return { refusal: 'not_text' }
  if (decode(bytes, 'utf-8') !== null) return { encoding: 'utf-8' }
  const simplified = plausibility(decode(bytes, 'gb18030'))
  const traditional = plausibility(decode(bytes, 'big5'))
  return { encoding: traditional > simplified ? 'big5' : 'gb18030' }
}

/** Reads on until the first piece that holds more than ASCII: before it, every encoding looks the same. */
async function detectFile(file: Blob): Promise<Detected> {
  let detected: Detected = { refusal: 'empty_file' }
  for (let from = 0; from < file.size; from += PIECE) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer())
    // A later piece begins at its first character beyond ASCII, so never in the middle of one.
    const beyond = bytes.findIndex((byte) => byte >= 0x80)
    detected = detectEncoding(from === 0 || beyond < 0 ? bytes : bytes.subarray(beyond))
    if ('refusal' in detected || beyond >= 0 || (detected.encoding !== 'utf-8' && from === 0)) break
  }
  return detected
}

export interface Piece {
  text: string
  /** Bytes of the file read so far. */
  bytes: number
}

export type OpenedFile = { encoding: Encoding; pieces: AsyncGenerator<Piece> } | { refusal: 'empty_file' | 'not_text' }

async function* readPieces(file: Blob, encoding: Encoding): AsyncGenerator<Piece> {
  // Not fatal: one broken character must not cost the seller the whole file.
  const decoder = new TextDecoder(encoding)
  for (let from = 0; from < file.size; from += PIECE) {
    const bytes = await file.slice(from, from + PIECE).arrayBuffer()
    yield { text: decoder.decode(bytes, { stream: true }), bytes: Math.min(from + PIECE, file.size) }
  }
  const rest = decoder.decode()
  if (rest !== '') yield { text: rest, bytes: file.size }
}

/** Opens a file for reading as text, without loading it whole. The byte-order mark is not part of the text. */
export async function openText(file: Blob): Promise<OpenedFile> {
  const detected = await detectFile(file)
  if ('refusal' in detected) return detected
  return { encoding: detected.encoding, pieces: readPieces(file, detected.encoding) }
}
