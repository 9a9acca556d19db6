/**
 * Which way up a photo is. A camera stores it as its sensor lies and notes the turn beside it; the note does not survive
 * drawing or sending. Browsers of some years ago draw without it.
 */

/** As EXIF counts: 1 upright, 6 to be turned a quarter to the right … */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const EXIF = 0x45786966
const ORIENTATION = 0x0112
/** Where the note is if there is one: before the picture itself. */
const HEAD_BYTES = 128 * 1024

/** What a JPEG notes of its turn; 1 when it notes none. */
export function orientationIn(file: ArrayBuffer): Orientation {
  const view = new DataView(file)
  try {
    if (view.getUint16(0) !== 0xffd8) return 1
    // Segment after segment, as far as the coded picture.
    for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint8(at + 1) !== 0xe1 || view.getUint32(at + 4) !== EXIF) continue
      const tiff = at + 10
      const little = view.getUint16(tiff) === 0x4949
      const directory = tiff + view.getUint32(tiff + 4, little)
      const entries = view.getUint16(directory, little)
      for (let i = 0; i < entries; i++) {
        const entry = directory + 2 + 12 * i
        if (view.getUint16(entry, little) !== ORIENTATION) continue
        const noted = view.getUint16(entry + 8, little)
        return noted >= 1 && noted <= 8 ? (noted as Orientation) : 1
      }
      return 1
    }
  } catch {
    // Cut off or broken: as it lies.
  }
  return 1
}

/** How this browser's drawing has to be turned for a picture to be upright: not at all where it turns by itself. */
export function turnOf(file: Blob): Promise<Orientation> {
  const turnsItself = typeof CSS !== 'undefined' && CSS.supports('image-orientation', 'from-image')
  if (turnsItself) return Promise.resolve(1)
  return new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(orientationIn(reader.result as ArrayBuffer))
    reader.onerror = () => done(1)
    reader.readAsArrayBuffer(file.slice(0, HEAD_BYTES))
  })
}

/** Whether a turn makes a tall picture of a wide one. */
export const liesDown = (turn: Orientation): boolean => turn >= 5

/** The canvas transform that puts a picture drawn at width × height upright. */
export function upright(
  turn: Orientation,
  width: number,
  height: number,
): [number, number, number, number, number, number] {
  switch (turn) {
    case 1:
      return [1, 0, 0, 1, 0, 0]
    case 2:
      return [-1, 0, 0, 1, width, 0]
    case 3:
      return [-1, 0, 0, -1, width, height]
    case 4:
      return [1, 0, 0, -1, 0, height]
    case 5:
      return [0, 1, 1, 0, 0, 0]
    case 6:
      return [0, 1, -1, 0, height, 0]
    case 7:
      return [0, -1, -1, 0, height, width]
    case 8:
      return [0, -1, 1, 0, 0, width]
  }
}
