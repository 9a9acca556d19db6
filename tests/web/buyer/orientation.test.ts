/** Which way up a photo is, from what its camera noted. */
import { describe, expect, test } from 'vitest'
import { liesDown, type Orientation, orientationIn, upright } from '../../../web/buyer/orientation.ts'
import { bytesOf, EXIF, heldAs, jpeg, png, segment } from '../../support/pictures.ts'

const ALL: Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8]
const noted = (bytes: Uint8Array<ArrayBuffer>) => orientationIn(bytes.slice().buffer)
const xmp = segment(0xe1, bytesOf('http://ns.adobe.com/xap/1.0/\0<x/>'))

describe('the note of the camera', () => {
  test.each(ALL)('%i is read in either order of bytes, whatever stands before it', (turn) => {
    expect(noted(jpeg({ metadata: [segment(0xe1, heldAs(turn))] }))).toBe(turn)
    expect(noted(jpeg({ metadata: [xmp, segment(0xe1, heldAs(turn, { bigEndian: true }))] }))).toBe(turn)
  })

  test('none, nonsense, and what is broken off are taken as upright', () => {
    const whole = jpeg({ metadata: [segment(0xe1, heldAs(6))] })
    for (const bytes of [
      jpeg(),
      jpeg({ metadata: [segment(0xe1, EXIF)] }),
      jpeg({ metadata: [segment(0xe1, heldAs(9))] }),
      jpeg({ metadata: [segment(0xe1, heldAs(0))] }),
      png(),
      new Uint8Array(),
      whole.slice(0, 40),
    ]) {
      expect(noted(bytes)).toBe(1)
    }
  })
})

test('each turn fills its canvas exactly, and brings the corner that belongs there to the top left', () => {
  const [width, height] = [30, 20]
  /** Which corner of the picture as it lies is the upper left one upright. */
  const corner: Record<Orientation, [number, number]> = {
    ...{ 1: [0, 0], 2: [30, 0], 3: [30, 20], 4: [0, 20] },
    ...{ 5: [0, 0], 6: [0, 20], 7: [30, 20], 8: [30, 0] },
  }
  for (const turn of ALL) {
    const [a, b, c, d, e, f] = upright(turn, width, height)
    const put = (x: number, y: number) => [a * x + c * y + e, b * x + d * y + f]
    expect([turn, put(...corner[turn])]).toEqual([turn, [0, 0]])
    const far = put(width - corner[turn][0], height - corner[turn][1])
    expect([turn, far]).toEqual([turn, liesDown(turn) ? [height, width] : [width, height]])
  }
})
