/** What the phone's share sheet hands over: kept on the phone, then shown as a complaint to be confirmed. */
import type { Shared } from '../store/shared.ts'

/** What the share sheet may bring at most; the rest is left. */
export const MOST_IMAGES = 9
export const MOST_IMAGE_BYTES = 20 * 1024 * 1024
export const MOST_SHARED_TEXT = 20_000

export interface ShareWorld {
  keep(shared: Shared): Promise<void>
  newId(): string
  now(): number
}

const NEW = '/disputes/new'

/** Answers the share sheet's POST by leading to the form. Never rejects: without its content the form still opens. */
export async function handleShare(request: Request, { keep, newId, now }: ShareWorld): Promise<Response> {
  const to = (path: string) => new Response(null, { status: 303, headers: { location: path } })
  try {
    const form = await request.formData()
    const text = (name: string) =>
      form
        .getAll(name)
        .filter((value) => typeof value === 'string')
        .join('\n')
        .trim()
    const said = text('text')
    const url = text('url')
    const files = form
      .getAll('files')
      .filter((value) => value instanceof File)
      .filter(({ type, size }) => type.startsWith('image/') && size > 0 && size <= MOST_IMAGE_BYTES)
      .slice(0, MOST_IMAGES)
    const shared: Shared = {
      ...{ id: newId(), at: now(), files, title: text('title').slice(0, 200) },
      text: [said, said.includes(url) ? '' : url]
        .filter((part) => part !== '')
        .join('\n')
        .slice(0, MOST_SHARED_TEXT),
    }
    if (shared.title === '' && shared.text === '' && files.length === 0) return to(NEW)
    await keep(shared)
    return to(`${NEW}?shared=${shared.id}`)
  } catch {
    return to(`${NEW}?shared=lost`)
  }
}
