import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typeOf } from '../../../worker/domain/evidence/limits.ts'
import { stripMetadata } from '../../../worker/domain/evidence/strip.ts'
import {
  bytesOf,
  chunk,
  EOI,
  EXIF,
  JFIF,
  join,
  jpeg,
  jpegMetadata,
  PLACE,
  pdf,
  png,
  pngMetadata,
  riffChunk,
  SOI,
  scan,
  segment,
  vp8,
  webp,
  webpMetadata,
} from '../../support/pictures.ts'

const holds = (bytes: Uint8Array | null, text: string): boolean => Buffer.from(bytes ?? []).includes(text, 0, 'latin1')

describe('what a file is', () => {
  test.each([
    ['image/jpeg', jpeg()],
    ['image/png', png()],
    ['image/webp', webp(0)],
    ['application/pdf', pdf()],
    [null, bytesOf('<html>%PDF-1.4')],
    [null, bytesOf('RIFF\x08\0\0\0WAVE')],
    [null, bytesOf('GIF89a')],
    [null, new Uint8Array()],
  ])('is told by its first bytes: %s', (type, bytes) => {
    expect(typeOf(bytes)).toBe(type)
  })
})

describe('a picture with nothing to take out', () => {
  test.each([
    ['image/jpeg', jpeg()],
    ['image/png', png()],
    ['image/webp', webp(0)],
    ['application/pdf', pdf()],
  ] as const)('is the very same: %s', (type, bytes) => {
    expect(stripMetadata(bytes, type)).toBe(bytes)
  })
})

describe('a JPEG', () => {
  test('loses what it says about its place, keeps everything else byte for byte', () => {
    const metadata = jpegMetadata()
    expect(holds(jpeg({ metadata }), PLACE)).toBe(true)
    expect(stripMetadata(jpeg({ metadata }), 'image/jpeg')).toEqual(jpeg())
  })

  test('keeps its colour profile and Adobe’s transform', () => {
    const needed = [
      segment(0xe2, bytesOf('ICC_PROFILE\0\x01\x01profile')),
      segment(0xee, bytesOf('Adobe\0d\0\0\0\0\x01')),
    ]
    const given = jpeg({ metadata: [...needed, segment(0xe1, EXIF)] })
    expect(stripMetadata(given, 'image/jpeg')).toEqual(jpeg({ metadata: needed }))
  })

  test('loses the second picture or film a phone put after its end', () => {
    const after = join(jpeg({ metadata: jpegMetadata() }), bytesOf(`ftypmp42${PLACE}`))
    expect(stripMetadata(jpeg({ after }), 'image/jpeg')).toEqual(jpeg())
  })

  test('of several scans loses what stands between them', () => {
    const given = join(SOI, JFIF, scan(), segment(0xe1, EXIF), [0xff], segment(0xc4, bytesOf('table')), scan([9]), EOI)
    expect(stripMetadata(given, 'image/jpeg')).toEqual(
      join(SOI, JFIF, scan(), segment(0xc4, bytesOf('table')), scan([9]), EOI),
    )
  })
})

describe('a PNG', () => {
  test('loses what it says about its place, keeps everything else byte for byte', () => {
    expect(stripMetadata(png(pngMetadata(), bytesOf(PLACE)), 'image/png')).toEqual(png())
  })
})

describe('a WebP', () => {
  test('loses what it says about its place, and no longer announces it', () => {
    const given = webp(0x10 | 0x0c, webpMetadata(), bytesOf(PLACE))
    expect(stripMetadata(given, 'image/webp')).toEqual(webp(0x10))
  })

  test('no longer announces what it never had', () => {
    expect(stripMetadata(webp(0x08), 'image/webp')).toEqual(webp(0))
  })
})

const blob = fc.uint8Array({ maxLength: 60 })
const spots = fc.array(fc.tuple(fc.integer({ min: 0x01, max: 0xfe }), blob), { maxLength: 8 })

describe('any picture', () => {
  test('of segments in whatever order: those of the picture stay as they are, in their order, the others go', () => {
    const kept = (marker: number, content: Uint8Array) =>
      marker !== 0xfe &&
      (marker < 0xe0 ||
        marker > 0xef ||
        (marker === 0xe0 && Buffer.from(content).toString('latin1', 0, 5) === 'JFIF\0'))
    const plain = ([marker]: [number, Uint8Array]) =>
      ![0xd8, 0xd9, 0xda].includes(marker) && (marker < 0xd0 || marker > 0xd7)
    fc.assert(
      fc.property(spots, fc.uint8Array({ maxLength: 80 }), (given, after) => {
        const parts = given.filter(plain)
        const whole = (some: [number, Uint8Array][]) =>
          join(SOI, ...some.map(([marker, content]) => segment(marker, content)), scan(), EOI)
        const stripped = stripMetadata(join(whole(parts), after), 'image/jpeg')
        // The signature is three bytes long: a picture cannot begin with anything but a segment.
        expect(stripped).toEqual(whole(parts.filter(([marker, content]) => kept(marker, content))))
      }),
    )
  })

  test('of PNG chunks: pixels stay, private and text chunks go', () => {
    const letter = fc.integer({ min: 97, max: 122 }).map((code) => String.fromCharCode(code))
    const type = fc.tuple(letter, letter, letter, letter).map((letters) => letters.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(type, blob), { maxLength: 8 }), (given) => {
        expect(stripMetadata(png(given.map(([name, content]) => chunk(name, content))), 'image/png')).toEqual(png())
      }),
    )
  })

  test('of WebP chunks: coded pixels stay, the length in the header is right', () => {
    fc.assert(
      fc.property(fc.array(blob, { maxLength: 5 }), fc.integer({ min: 0, max: 255 }), (given, flags) => {
        const stripped = stripMetadata(
          webp(
            flags,
            given.map((content) => riffChunk('EXIF', content)),
          ),
          'image/webp',
        )
        expect(stripped).toEqual(webp(flags & ~0x0c))
        expect(Buffer.from(stripped ?? []).readUInt32LE(4)).toBe((stripped?.length ?? 0) - 8)
        expect(Buffer.from(stripped ?? []).includes(Buffer.from(vp8))).toBe(true)
      }),
    )
  })

  test('broken off anywhere, or with any byte wrong: is refused or comes out without its place, never more than it was', () => {
    const whole = [
      ['image/jpeg', jpeg({ metadata: jpegMetadata() })],
      ['image/png', png(pngMetadata())],
      ['image/webp', webp(0x0c, webpMetadata())],
    ] as const
    for (const [type, bytes] of whole) {
      for (let length = 0; length < bytes.length; length++) {
        const stripped = stripMetadata(bytes.slice(0, length), type)
        expect(stripped === null || !holds(stripped, PLACE), `${type} ${length}`).toBe(true)
      }
    }
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat(255), ([type, bytes], at, value) => {
        const spoilt = bytes.slice()
        spoilt[at % spoilt.length] = value
        const stripped = stripMetadata(spoilt, type)
        expect(stripped?.length ?? 0).toBeLessThanOrEqual(spoilt.length)
      }),
    )
  })
})
