/** From orders as read to what the server is asked and sent: identities for the preview, chunks for the import. */

import { type OrderContext, type OrderInput, parseOrder } from '../../worker/domain/order.ts'
import { orderHash } from '../../worker/domain/order-hash.ts'

/** An order's source, number and content hash, as `POST /api/import/preview` takes it. */
export type Identity = [source: string, externalId: string, hash: string]

/** What one request of an import carries. */
export interface Chunk {
  orders: OrderInput[]
  identities: Identity[]
}

const MOST_ORDERS = 500
/** In characters of JSON: at three bytes each still within what the server takes in one request. */
const MOST_TEXT = 1_000_000

/** Empty hash where the order would be refused: the server has the last word and says why. */
function identityOf(order: OrderInput, context: OrderContext): Identity {
  const parsed = parseOrder(order, context)
  return parsed.ok
    ? [parsed.order.source, parsed.order.externalId, orderHash(parsed.order)]
    : [order.source, order.externalId, '']
}

/** Cuts orders into chunks. The same orders always give the same chunks, so an interrupted import can go on. */
export function* chunksOf(orders: readonly OrderInput[], context: OrderContext): Generator<Chunk> {
  let chunk: Chunk = { orders: [], identities: [] }
  let text = 0
  for (const order of orders) {
    const length = JSON.stringify(order).length
    if (chunk.orders.length === MOST_ORDERS || (text > 0 && text + length > MOST_TEXT)) {
      yield chunk
      chunk = { orders: [], identities: [] }
      text = 0
    }
    chunk.orders.push(order)
    chunk.identities.push(identityOf(order, context))
    text += length
  }
  if (text > 0) yield chunk
}

/**
 * SHA-256 in hex over the chunks' identities: names what an import brings. Of the content and not of the file, so that
 * an export saved again, or read anew by a later version of the app, is never taken for one whose chunks are in.
 */
export async function contentHash(chunks: readonly Identity[][]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(chunks)))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
