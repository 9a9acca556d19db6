/** The buyer's photos: shown, and new ones sent, made small first so that they go through on a weak network. */
import type { BuyerCase, BuyerView } from '../../worker/domain/buyer-page.ts'
import { fetchPhoto, sendPhoto } from './ask.ts'
import { h } from './dom.ts'
import { liesDown, turnOf, upright } from './orientation.ts'
import { explain, type Page, saying } from './page.ts'

const LONGEST = 1600
const QUALITY = 0.82

function loaded(url: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image()
    image.onload = () => done(image)
    image.onerror = failed
    image.src = url
  })
}

/** A smaller JPEG of a picture, upright; the picture itself where the browser cannot make one. */
async function smaller(file: Blob): Promise<Blob> {
  const url = URL.createObjectURL(file)
  try {
    const [image, turn] = await Promise.all([loaded(url), turnOf(file)])
    const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight))
    const width = Math.max(1, Math.round(image.naturalWidth * scale))
    const height = Math.max(1, Math.round(image.naturalHeight * scale))
    const lies = liesDown(turn)
    const canvas = h('canvas', { width: lies ? height : width, height: lies ? width : height })
    const context = canvas.getContext('2d')
    if (!context) return file
    // What is see-through would come out black.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.setTransform(...upright(turn, width, height))
    context.drawImage(image, 0, 0, width, height)
    return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), 'image/jpeg', QUALITY))
  } catch {
    return file
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function photosPart(page: Page, { photos, mayAddPhoto }: BuyerCase): HTMLElement | null {
  const { credential, words } = page
  if (photos.length === 0 && !mayAddPhoto) return null
  const said = saying()
  const shown = photos.map(({ id }, i) => {
    const image = h('img', { alt: words.photo(i + 1) })
    fetchPhoto(credential, id).then(
      (blob) => {
        image.src = URL.createObjectURL(blob)
      },
      () => image.setAttribute('class', 'none'),
    )
    return h('li', {}, image)
  })
  const text = h('span', {}, words.addPhoto)
  const pick = h('input', {
    type: 'file',
    accept: 'image/*',
    onchange: () => {
      const file = pick.files?.[0]
      if (!file || pick.disabled) return
      pick.disabled = true
      text.textContent = words.busy
      smaller(file)
        .then((photo) => sendPhoto<BuyerView>(credential, photo))
        .then(
          (view) => page.show(view, words.sent),
          (error) => {
            pick.disabled = false
            pick.value = ''
            text.textContent = words.addPhoto
            explain(said, error, words, false)
          },
        )
    },
  })
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, words.photos),
    photos.length > 0 && h('ul', { class: 'photos' }, ...shown),
    mayAddPhoto && h('label', { class: 'plain pick' }, pick, text),
    said,
  )
}
