/**
 * A picked file as it is sent: photos drawn anew at a size that shows what matters, which also leaves behind where and
 * with what they were taken; PDFs as they are. What a file is, is told by its content.
 */
import { type EvidenceType, MOST_BYTES, typeOf } from '../../worker/domain/evidence/limits.ts'
import { stripMetadata } from '../../worker/domain/evidence/strip.ts'

/** Longest side of a photo, px. */
export const LONGEST = 1600
const QUALITY = 0.82

/** Why a file is not taken. */
export class Unusable extends Error {
  readonly code: 'too_large' | 'wrong_type'
  constructor(code: 'too_large' | 'wrong_type') {
    super(code)
    this.name = 'Unusable'
    this.code = code
  }
}

export interface Prepared {
  bytes: Uint8Array<ArrayBuffer>
  type: EvidenceType
  name: string
}

/** The size a picture is drawn at: never larger than it is. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** @throws Unusable */
export async function prepare(file: File): Promise<Prepared> {
  const type = typeOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()))
  if (type === 'application/pdf') {
    if (file.size > MOST_BYTES) throw new Unusable('too_large')
    return { bytes: new Uint8Array(await file.arrayBuffer()), type, name: file.name || 'file.pdf' }
  }
  // Whatever this browser can show is a photo, HEIC on some phones too.
  const bytes = await redraw(file)
  if (bytes.length > MOST_BYTES) throw new Unusable('too_large')
  return { bytes, type: 'image/jpeg', name: `${file.name.replace(/\.[^.]{1,5}$/, '') || 'photo'}.jpg` }
}

async function redraw(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new Unusable('wrong_type')
  })
  try {
    const { width, height } = fitted(picture.width, picture.height)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const pen = canvas.getContext('2d')
    if (!pen) throw new Unusable('too_large')
    // What is see-through would come out black.
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, width, height)
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(picture, 0, 0, width, height)
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!drawn) throw new Unusable('too_large')
    const bytes = new Uint8Array(await drawn.arrayBuffer())
    // Some browsers write a block of metadata of their own.
    return new Uint8Array(stripMetadata(bytes, 'image/jpeg') ?? bytes)
  } finally {
    picture.close()
  }
}

/** SHA-256, lower-case hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
