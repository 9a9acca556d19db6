/** What a buyer does through a private link. The link is the credential: it names the case, nothing that is sent does. */
import * as v from 'valibot'
import { LostRace, type Row } from '../../db/client.ts'
import { customerByIdentity, orderByNumber } from '../../db/queries/api.ts'
import {
  caseOfLink,
  customerOfLink,
  evidenceOfLink,
  followUpOfLink,
  linkToCase,
  wordsOfLink,
} from '../../db/queries/links.ts'
import { insertPeople } from '../../db/queries/orders.ts'
import { bumpRev, type Statement } from '../../db/statement.ts'
import { selectRow, toRow } from '../../db/tables.ts'
import { type Ctx, load, systemCtx } from '../context.ts'
import type { FileStore } from '../deps.ts'
import type { May } from '../domain/actor.ts'
import { BUYER_LIMITS, BUYER_PHOTOS, type BuyerView } from '../domain/buyer-page.ts'
import { newId, optionalText, text } from '../domain/fields.ts'
import { type LeftContact, readContact } from '../domain/left-contact.ts'
import { buyerPhotos, buyerView, LINK_TOKEN, linkExpiry } from '../domain/links.ts'
import { Refusal } from '../domain/refusal.ts'
import type { DisputeRow, LinkRow, ShopRow } from '../domain/rows.ts'
import { ApiError, linkGone, notFound } from '../errors.ts'
import {
  atMostPhotos,
  atMostWords,
  needRoomForPhoto,
  needRoomForWords,
  needSlot,
  photosLately,
  slotFor,
  waitingOf,
} from './buyer-limits.ts'
import { type Served, served, takeEvidence } from './evidence.ts'
import { performAll, type Step } from './perform.ts'

/** Ids are made by the page: what is sent again, after a double tap or a lost answer, is taken once. */
const optional = (max: number) => v.optional(optionalText(max), null)

export const BuyerComplaint = v.object({
  /** The case. */
  id: newId,
  /** Of the link to the case. */
  token: v.pipe(v.string(), v.regex(LINK_TOKEN)),
  words: text(BUYER_LIMITS.words),
  wants: optional(BUYER_LIMITS.wants),
  product: optional(BUYER_LIMITS.product),
  /** Order number. */
  order: optional(BUYER_LIMITS.order),
  /** Phone, e-mail or a name in some chat. */
  contact: optional(BUYER_LIMITS.contact),
})
export type BuyerComplaint = v.InferOutput<typeof BuyerComplaint>

export const BuyerWords = v.object({ id: newId, text: text(BUYER_LIMITS.more) })

const mark = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))
export const BuyerRating = v.object({
  id: newId,
  expectation: mark,
  quality: mark,
  service: mark,
  comment: optional(BUYER_LIMITS.comment),
})

const EITHER: May = { role: 'agent', links: ['complain', 'case'] }
const COMPLAIN: May = { role: 'agent', links: ['complain'] }
const CASE: May = { role: 'agent', links: ['case'] }

const tokenOf = ({ credential }: Ctx): string => (credential.kind === 'link' ? credential.token : '')

/** @param takesPhotos whether there is a place to keep them. @throws ApiError 404 `link_gone` */
export async function seeAsBuyer(ctx: Ctx, takesPhotos: boolean): Promise<BuyerView> {
  const token = tokenOf(ctx)
  const { link, shop, rows } = await load(ctx, EITHER, [caseOfLink(token), wordsOfLink(token), evidenceOfLink(token)])
  const [cases = [], words = [], evidence = []] = rows
  const dispute = cases[0] ? toRow('disputes', cases[0]) : null
  if (!link || (link.kind === 'case' && !dispute)) throw linkGone()
  return buyerView({
    link,
    shop,
    dispute,
    events: words.map((row) => toRow('disputeEvents', row)),
    evidence: evidence.map((row) => toRow('evidence', row)),
    takesPhotos,
  })
}

/**
 * Opens a case, and the link with which its buyer follows it.
 * @returns what follows the `#` of that link
 * @throws ApiError 404 `link_gone`, 429 `complaints_waiting`; Refusal `already_exists` when the case's id is taken by another case
 */
export async function complain(ctx: Ctx, input: BuyerComplaint): Promise<{ link: string }> {
  const answer = { link: `${ctx.db.shopId}.${input.token}` }
  const contact = readContact(input.contact)
  const { link, shop, rows } = await load(ctx, COMPLAIN, [
    waitingOf(ctx),
    linkToCase(input.id, input.token),
    customerOfLink(tokenOf(ctx)),
    orderByNumber(null, input.order ?? ''),
    customerByIdentity(contact.key ? [contact.key] : []),
    selectRow('disputes', input.id),
  ])
  const [waiting, made, known, orders, identities, taken] = rows.map((found) => found[0])
  if (made) return answer
  // Before anybody is written: else each such call would leave somebody behind.
  if (taken) throw new Refusal('already_exists')
  needSlot(waiting, ctx.now)
  const customerId = known?.id ?? orders?.customerId ?? identities?.customerId ?? null
  const someone = customerId === null ? await newPerson(ctx, contact, input.id, nameless(input.id, shop.locale)) : null
  const owner = customerId === null ? (someone?.id ?? '') : String(customerId)
  // Three ids in order, so that what happened at the same moment keeps its order.
  const [first = '', second = '', third = ''] = [ctx.newId(), ctx.newId(), ctx.newId()].sort()
  const at = ctx.now
  const steps: Step[] = [
    ...(someone?.step ? [someone.step] : []),
    {
      name: 'dispute.open',
      as: { id: first, at },
      input: {
        id: input.id,
        customerId: owner,
        orderId: orders && orders.customerId === owner ? String(orders.id) : null,
        orderRef: input.order,
        // Never what the order says was bought: whoever guesses a number must not be told.
        product: input.product,
        channel: 'link',
        source: 'link',
        words: input.words,
        wants: input.wants,
      },
    },
    {
      name: 'link.create',
      as: { id: second, at },
      input: {
        ...{ id: second, kind: 'case' satisfies LinkRow['kind'], disputeId: input.id, customerId: owner },
        ...{ token: input.token, expiresAt: linkExpiry(at, shop) },
      },
    },
    // Of somebody the shop knows, how to reach them now may be news; a handle has no field of its own.
    ...(input.contact !== null && (contact.handle !== null || (customerId !== null && identities?.customerId !== owner))
      ? [
          {
            name: 'dispute.contact',
            as: { id: third, at },
            input: { id: input.id, customerId: owner, contact: input.contact, own: known?.id === owner },
          },
        ]
      : []),
  ]
  try {
    await performAll(ctx, COMPLAIN, steps, slotFor(ctx, input.id))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'busy') await stillSlot(ctx)
    // Sent twice at the same time: the other one was first.
    if (!(error instanceof Refusal && error.code === 'already_exists')) throw error
    const [again] = await ctx.db.read([linkToCase(input.id, input.token)])
    if (!again?.[0] || !link) throw error
  }
  return answer
}

/** Lost a race: for the last slot, it may be. @throws ApiError 429 `complaints_waiting` */
async function stillSlot(ctx: Ctx): Promise<void> {
  const [rows] = await ctx.db.read([waitingOf(ctx)])
  needSlot(rows?.[0], ctx.now)
}

/** What to tell somebody by who left no name: a number, so that no draft of a reply greets them with it. */
const nameless = (caseId: string, locale: 'zh-CN' | 'en'): string => {
  const number = String(Number.parseInt(caseId.slice(-4), 16) % 10_000).padStart(4, '0')
  return locale === 'en' ? `Buyer by link ${number}` : `链接买家 ${number}`
}

/** Somebody nobody knows yet. With an identity they are kept under it at once; else they come with the case. */
async function newPerson(
  ctx: Ctx,
  { key, phone, email, nickname: given }: LeftContact,
  caseId: string,
  otherwise: string,
): Promise<{ id: string; step: Step | null }> {
  const nickname = given ?? (phone === null ? otherwise : null)
  if (key === null) {
    const id = ctx.newId()
    return { id, step: { name: 'customer.add', input: { id, nickname, phone, email, source: 'link' } } }
  }
  const nothing = { accountId: null, name: null, address: null, region: null }
  const person = { ...nothing, key, id: ctx.newId(), source: 'link', nickname, phone, email, at: ctx.now }
  try {
    await ctx.db.write([bumpRev(), ...insertPeople([person], ctx.now), ...slotFor(ctx, caseId)])
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    await stillSlot(ctx)
  }
  const [found] = await ctx.db.read([customerByIdentity([key])])
  return { id: String(found?.[0]?.customerId), step: null }
}

/** The case of the link as it stands, and whether what is sent was taken before. */
async function loadCase(
  ctx: Ctx,
  eventId: string,
  more: Statement[],
): Promise<{ dispute: DisputeRow; taken: boolean; rows: Row[][] }> {
  const loaded = await load(ctx, CASE, [caseOfLink(tokenOf(ctx)), selectRow('disputeEvents', eventId), ...more])
  const [cases = [], events = [], ...rows] = loaded.rows
  if (!cases[0]) throw linkGone()
  const dispute = toRow('disputes', cases[0])
  return { dispute, taken: events[0]?.disputeId === dispute.id, rows }
}

/** More words of the buyer on a case that is still open. @throws ApiError 404 `link_gone`, 429; Refusal `wrong_step` */
export async function addWords(ctx: Ctx, { id, text }: v.InferOutput<typeof BuyerWords>): Promise<void> {
  const { dispute, taken, rows } = await loadCase(ctx, id, [wordsOfLink(tokenOf(ctx))])
  if (taken) return
  const { step, loop } = dispute
  if (step === 'closed') throw new Refusal('wrong_step', { step, loop })
  needRoomForWords(
    (rows[0] ?? []).map((row) => toRow('disputeEvents', row)),
    ctx.now,
  )
  const input = { id: dispute.id, customerId: dispute.customerId, text, at: null }
  await once(ctx, dispute, id, { name: 'dispute.hear', input }, [atMostWords(ctx, dispute.id)])
}

/** How it ended for the buyer, by the rule that holds for the shop: unhappy opens the case again. */
export async function rate(ctx: Ctx, input: v.InferOutput<typeof BuyerRating>): Promise<void> {
  const { id, comment, ...satisfaction } = input
  const { dispute, taken, rows } = await loadCase(ctx, id, [followUpOfLink(tokenOf(ctx))])
  if (taken) return
  const task = rows[0]?.[0]
  await once(ctx, dispute, id, {
    name: 'dispute.rate',
    input: {
      ...{ id: dispute.id, customerId: dispute.customerId, from: 'follow-up', loop: dispute.loop },
      ...{ taskId: task ? String(task.id) : null, satisfaction, comment },
    },
  })
}

/** Takes a step under the id the page gave it; the same one that was first at the same moment counts as this one. */
async function once(ctx: Ctx, dispute: DisputeRow, id: string, step: Step, also: Statement[] = []): Promise<void> {
  try {
    await performAll(ctx, CASE, [{ ...step, as: { id, at: ctx.now } }], also)
  } catch (error) {
    const [events] = await ctx.db.read([selectRow('disputeEvents', id)])
    if (events?.[0]?.disputeId !== dispute.id) throw error
  }
}

/** Evidence is kept by the shop; the link only says of which case. */
const ofShop = (ctx: Ctx): Ctx => systemCtx(ctx.directory, ctx.db.shopId, ctx.now, ctx.newId)

/**
 * A photo for the case. The same one sent again is taken once.
 * @param bytes read only once there is room for it
 * @throws ApiError 404 `link_gone`, 409 `too_many`, 415 `wrong_type`, 429 `photos_today`; Refusal `wrong_step` once the case is closed
 */
export async function addPhoto(ctx: Ctx, files: FileStore, bytes: () => Promise<Uint8Array>): Promise<void> {
  const { disputeId, locale } = await roomForPhoto(ctx)
  const name = locale === 'en' ? 'Photo from the buyer' : '买家发来的照片'
  const given = { disputeId, bytes: await bytes(), name, source: 'link' as const }
  try {
    await takeEvidence(ofShop(ctx), files, given, [...ctx.db.standing, atMostPhotos(ctx)])
  } catch (error) {
    // The link may have ended, or others have filled the day, while the photo came in.
    if (error instanceof ApiError) await roomForPhoto(ctx)
    throw error
  }
}

/** The case of the link, where it still takes a photo. @throws ApiError, Refusal as {@link addPhoto} does */
async function roomForPhoto(ctx: Ctx): Promise<{ disputeId: string; locale: ShopRow['locale'] }> {
  const token = tokenOf(ctx)
  const { shop, rows } = await load(ctx, CASE, [caseOfLink(token), evidenceOfLink(token), photosLately(ctx)])
  const [cases = [], evidence = [], lately = []] = rows
  if (!cases[0]) throw linkGone()
  const { id, step, loop } = toRow('disputes', cases[0])
  if (step === 'closed') throw new Refusal('wrong_step', { step, loop })
  if (buyerPhotos(evidence.map((row) => toRow('evidence', row))).length >= BUYER_PHOTOS) {
    throw new ApiError(409, 'too_many')
  }
  needRoomForPhoto(lately[0])
  return { disputeId: id, locale: shop.locale }
}

/** One of the buyer's own photos, never the shop's. @throws ApiError 404 */
export async function openPhoto(ctx: Ctx, files: FileStore, photoId: string): Promise<Served> {
  const { rows } = await load(ctx, CASE, [evidenceOfLink(tokenOf(ctx))])
  const photos = buyerPhotos((rows[0] ?? []).map((row) => toRow('evidence', row)))
  const photo = photos.find(({ id }) => id === photoId)
  if (!photo) throw notFound()
  return served(files, ctx.db.shopId, photo)
}
