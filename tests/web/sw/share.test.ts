import { expect, test } from 'vitest'
import type { Shared } from '../../../web/store/shared.ts'
import { handleShare, MOST_IMAGES, type ShareWorld } from '../../../web/sw/share.ts'

function sheet(fill: (form: FormData) => void): Request {
  const form = new FormData()
  fill(form)
  return new Request('https://shop.test/share', { method: 'POST', body: form })
}
function world() {
  const kept: Shared[] = []
  const around: ShareWorld = {
    keep: async (shared) => {
      kept.push(shared)
    },
    newId: () => 'id-1',
    now: () => 7,
  }
  return { kept, around }
}
const image = (name: string, type = 'image/png') => new File(['x'], name, { type })

test('text, title and pictures are kept, and the form opens with them', async () => {
  const { kept, around } = world()
  const answer = await handleShare(
    sheet((form) => {
      form.set('title', '小鹿乱撞')
      form.set('text', '少发了两个')
      form.set('url', 'https://shop.test/item')
      form.append('files', image('1.png'))
      form.append('files', image('a.pdf', 'application/pdf'))
      form.append('files', new File([], 'empty.png', { type: 'image/png' }))
    }),
    around,
  )
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/disputes/new?shared=id-1'])
  expect(kept).toMatchObject([
    { id: 'id-1', at: 7, title: '小鹿乱撞', text: '少发了两个\nhttps://shop.test/item', files: [{ name: '1.png' }] },
  ])
})

test('a link that the text holds already is not said twice; too many pictures are cut', async () => {
  const { kept, around } = world()
  await handleShare(
    sheet((form) => {
      form.set('text', '看 https://shop.test/item')
      form.set('url', 'https://shop.test/item')
      for (let i = 0; i < MOST_IMAGES + 3; i++) form.append('files', image(`${i}.png`))
    }),
    around,
  )
  expect(kept[0]?.text).toBe('看 https://shop.test/item')
  expect(kept[0]?.files).toHaveLength(MOST_IMAGES)
})

test('nothing shared opens the empty form; what cannot be read or kept says so', async () => {
  const { kept, around } = world()
  const to = async (request: Request, over: Partial<ShareWorld> = {}) =>
    (await handleShare(request, { ...around, ...over })).headers.get('location')
  expect(await to(sheet(() => {}))).toBe('/disputes/new')
  expect(await to(new Request('https://shop.test/share', { method: 'POST', body: 'no form' }))).toBe(
    '/disputes/new?shared=lost',
  )
  const full = { keep: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }
  expect(
    await to(
      sheet((form) => form.set('text', 'x')),
      full,
    ),
  ).toBe('/disputes/new?shared=lost')
  expect(kept).toEqual([])
})
