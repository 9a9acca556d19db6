/** How far this page's uploads are, for the screens. */
import { type ReadonlySignal, signal } from '@preact/signals'

const sent = signal<ReadonlyMap<string, number>>(new Map())

/** Bytes the server has of files being sent now, and of those sent since the page was opened, by id. */
export const uploadsUnderWay: ReadonlySignal<ReadonlyMap<string, number>> = sent

/** @param bytes null when sending was given up, for now or for good */
export function setSent(id: string, bytes: number | null): void {
  const next = new Map(sent.peek())
  if (bytes === null) next.delete(id)
  else next.set(id, bytes)
  sent.value = next
}
