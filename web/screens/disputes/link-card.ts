/** A complaint link as a picture to be printed. */
import { encode } from 'uqr'

export interface Card {
  url: string
  shop: string
  /** What it is for, in one line, and until when it opens. */
  text: string
  until: string
}

/** Of a card of three by four, in pixels: sharp at 9 cm. */
const WIDTH = 1080
const HEIGHT = 1440
const CODE = 780
const FONT = 'system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif'

/** A PNG. Rejects where the browser cannot draw it. */
export function linkCard({ url, shop, text, until }: Card): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const at = canvas.getContext('2d')
  if (!at) return Promise.reject(new Error('no canvas'))
  at.fillStyle = '#fff'
  at.fillRect(0, 0, WIDTH, HEIGHT)
  at.fillStyle = '#000'
  at.textAlign = 'center'
  at.textBaseline = 'middle'
  line(at, shop, 72, 600, 150)
  code(at, url, 260)
  line(at, text, 52, 400, 1170)
  at.fillStyle = '#555'
  line(at, until, 34, 400, 1290)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}

/** One line in the middle, smaller where it would not fit. */
function line(at: CanvasRenderingContext2D, text: string, size: number, weight: number, y: number): void {
  const most = WIDTH - 120
  at.font = `${weight} ${size}px ${FONT}`
  const fits = Math.min(1, most / at.measureText(text).width)
  at.font = `${weight} ${Math.floor(size * fits)}px ${FONT}`
  at.fillText(text, WIDTH / 2, y, most)
}

/** Whole pixels a module, so that no edge blurs. */
function code(at: CanvasRenderingContext2D, url: string, top: number): void {
  const { size, data } = encode(url, { ecc: 'M', border: 2 })
  const each = Math.floor(CODE / size)
  const left = Math.floor((WIDTH - each * size) / 2)
  for (const [y, row] of data.entries())
    for (const [x, dark] of row.entries()) if (dark) at.fillRect(left + x * each, top + y * each, each, each)
}
