/** What came in by private links lately. */
import { type Statement, statement } from '../statement.ts'

/** Complaints by a link that wait for their first answer, or are on their way in: a row in `limits` each. */
export interface Slots {
  /** What the keys of all of the link begin with; ends with a colon. */
  link: string
  /** The same of the link from one place. */
  place: string
  now: number
}

const WAITING = `FROM limits k LEFT JOIN disputes d ON d.shopId = :shop AND d.id = substr(k.key, :from)
     WHERE k.key > :link AND k.key < :after AND k.resetAt > :now
       AND (d.id IS NULL OR (d.step = 'listen' AND d.deleted = 0))`
const HERE = 'substr(k.key, 1, length(:place)) = :place'

const range = ({ link, place, now }: Slots) => ({
  ...{ link, place, now, from: place.length + 1 },
  // The character behind the colon.
  after: `${link.slice(0, -1)};`,
})

/** How many wait, of the link (`link`) and of it from the place (`place`), and since when the first of each does. */
export const waiting = (slots: Slots): Statement =>
  statement(
    `SELECT COUNT(*) AS link, COUNT(CASE WHEN ${HERE} THEN 1 END) AS place,
       MIN(k.lastAt) AS linkSince, MIN(CASE WHEN ${HERE} THEN k.lastAt END) AS placeSince ${WAITING}`,
    range(slots),
  )

/** How many may wait. */
export interface Most {
  link: number
  place: number
  /** While more than so many wait by the link, a place has one. */
  crowd: number
  /** As long as a slot is held without an answer, ms. */
  keep: number
}

/** Takes a slot for a case, once; aborts the batch when there is none left. One that is held stays, whoever comes after. */
export const takeSlot = (slots: Slots, disputeId: string, most: Most): Statement[] => [
  statement(
    `INSERT INTO limits (key, hits, lastAt, resetAt) SELECT :key, 1, :now, :until WHERE :shop <> ''
     ON CONFLICT (key) DO UPDATE SET lastAt = :now, resetAt = :until WHERE limits.resetAt <= :now`,
    { key: slots.place + disputeId, now: slots.now, until: slots.now + most.keep },
  ),
  statement(
    `INSERT INTO guard (ok) SELECT changes() = 0 OR (COUNT(*) <= :mostLink
       AND COUNT(CASE WHEN ${HERE} THEN 1 END) <= CASE WHEN COUNT(*) > :crowd THEN 1 ELSE :mostPlace END) ${WAITING}`,
    { ...range(slots), mostLink: most.link, mostPlace: most.place, crowd: most.crowd },
  ),
]

/** Aborts the batch when the buyer has added more words to the case since then. */
export const atMostWords = (disputeId: string, since: number, most: number): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) <= :most FROM disputeEvents
     WHERE shopId = :shop AND disputeId = :disputeId AND kind = 'heard' AND by IS NULL AND at > :since`,
    { disputeId, since, most },
  )

/** Photos of buyers whose ids are later than `sinceId`, which begin with their time. */
export const photosSince = (sinceId: string): Statement =>
  statement(`SELECT COUNT(*) AS n FROM evidence WHERE shopId = :shop AND id > :sinceId AND source = 'link'`, {
    sinceId,
  })

/** Aborts the batch when there are more of them. */
export const atMostPhotos = (sinceId: string, most: number): Statement =>
  statement(
    `INSERT INTO guard (ok) SELECT COUNT(*) <= :most FROM evidence WHERE shopId = :shop AND id > :sinceId AND source = 'link'`,
    { sinceId, most },
  )
