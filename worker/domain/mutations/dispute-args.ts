/** Arguments of the dispute mutations. Empty forms parse: the state machine refuses them by name. */
import * as v from 'valibot'
import { ALL_CAUSES, CAUSE_FAMILIES, REMEDY_KINDS, RESPONSIBILITIES, SEVERITIES } from '../causes.ts'
import { STEPS } from '../dispute-terms.ts'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const text = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max))
const blankIsNull = <S extends v.GenericSchema<unknown, string | null>>(schema: S) =>
  v.pipe(
    schema,
    v.transform((value) => value || null),
  )
/** A text that may be left out; blank counts as left out. */
const optionalText = (max: number) => blankIsNull(v.nullish(text(max), null))
const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))
const money = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9e12))
const mark = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))
const words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))
const cause = v.nullish(v.picklist(ALL_CAUSES), null)

const remedies = v.pipe(
  v.array(
    v.object({
      kind: v.picklist(REMEDY_KINDS),
      cost: money,
      promisedAt: v.nullish(time, null),
      note: optionalText(500),
    }),
  ),
  v.maxLength(8),
)

/** The case, and its step and loop as the person saw them. */
const seen = { id, from: v.picklist(STEPS), loop: v.pipe(v.number(), v.integer(), v.minValue(0)) }
/** The task of the case that this settles, where there is one. */
const taskId = v.nullish(id, null)

/** Of the characters a pull's cursor can carry. */
const newId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{1,64}$/))

export const OpenArgs = v.object({
  id: newId,
  customerId: id,
  orderId: v.nullish(id, null),
  /** As long as an order's `externalId` may be. */
  orderRef: optionalText(128),
  product: optionalText(200),
  /** Who carried the parcel. */
  carrier: v.exactOptional(optionalText(40)),
  channel: v.pipe(text(40), v.minLength(1)),
  source: v.optional(v.picklist(['hand', 'api', 'share', 'import', 'link']), 'hand'),
  words,
  wants: optionalText(1000),
})

export const ReplyArgs = v.object({ ...seen, text: text(4000), at: v.nullish(time, null) })

export const AnalyseArgs = v.object({
  ...seen,
  surface: text(2000),
  real: text(2000),
  causeFamily: v.nullish(v.picklist(CAUSE_FAMILIES), null),
  cause,
  responsibility: v.nullish(v.picklist(RESPONSIBILITIES), null),
  severity: v.nullish(v.picklist(SEVERITIES), null),
})

export const ResolveArgs = v.object({
  ...seen,
  customerId: id,
  remedies,
  told: text(4000),
  was: v.optional(v.object({ remedies, told: v.nullable(v.string()) }), { remedies: [], told: null }),
})

export const ApproveArgs = v.object({
  ...seen,
  customerId: id,
  asked: v.union([
    v.object({ remedies, told: v.nullable(v.string()) }),
    v.object({ done: v.nullable(v.string()), actualCost: v.nullable(money) }),
  ]),
})

export const RecordArgs = v.object({
  ...seen,
  customerId: id,
  taskId,
  confirmedCause: cause,
  done: text(2000),
  actualCost: v.nullish(money, null),
  lesson: text(2000),
  followUpAt: v.nullish(time, null),
})

export const AttemptArgs = v.object({
  ...seen,
  customerId: id,
  taskId,
  channel: optionalText(40),
  note: optionalText(1000),
  nextAt: v.nullish(time, null),
})

export const RateArgs = v.object({
  ...seen,
  customerId: id,
  taskId,
  satisfaction: v.object({ expectation: mark, quality: mark, service: mark }),
  comment: optionalText(2000),
})

const tasks = v.pipe(v.array(id), v.maxLength(20))

/** `at`: when the buyer wrote; null is now. */
export const HearArgs = v.object({ id, customerId: id, text: text(4000), at: v.nullish(time, null) })
export const AnswerArgs = v.object({ id, text: text(4000), waits: v.boolean() })
export const WaitArgs = v.object({ id, heardAt: v.nullable(time) })
export const ResumeArgs = v.object({ id, was: time })
export const SnoozeArgs = v.object({ id, until: v.nullable(time), was: v.nullable(time) })

const deadlines = v.object({
  handleBy: v.exactOptional(v.nullable(time)),
  proveBy: v.exactOptional(v.nullable(time)),
})
export const DeadlinesArgs = v.object({ id, set: deadlines, was: deadlines })

/** `eventId`: new, for what the case that stays remembers. `tasks`: the open ones of the case that goes. */
export const MergeArgs = v.object({ id, into: id, customerId: id, eventId: newId, tasks })
/** `events`: what the case that went and the one that stayed remember of the merge. */
export const UnmergeArgs = v.object({
  ...{ id, into: id, customerId: id, eventId: newId, tasks },
  events: v.object({ source: id, target: id }),
})

const links = v.pipe(v.array(id), v.maxLength(50))
export const SpamArgs = v.object({ id, customerId: id, links, tasks })
export const UnspamArgs = v.object({ id, customerId: id, event: id, links, tasks })

/** How the buyer said they can be reached. `own`: by a link that was made for this very customer. */
export const ContactArgs = v.object({
  id,
  customerId: id,
  contact: v.pipe(text(254), v.minLength(1)),
  own: v.boolean(),
})

export const NoteArgs = v.object({ id, text: v.pipe(text(2000), v.minLength(1)) })

/** `was` holds the values on screen before the edit, for each field in `set`. */
export const EditArgs = v.object({
  id,
  set: v.object({
    words: v.exactOptional(words),
    wants: v.exactOptional(blankIsNull(v.nullable(text(1000)))),
    product: v.exactOptional(blankIsNull(v.nullable(text(200)))),
    carrier: v.exactOptional(blankIsNull(v.nullable(text(40)))),
    assignee: v.exactOptional(v.nullable(id)),
  }),
  was: v.object({
    words: v.exactOptional(v.string()),
    wants: v.exactOptional(v.nullable(v.string())),
    product: v.exactOptional(v.nullable(v.string())),
    carrier: v.exactOptional(v.nullable(v.string())),
    assignee: v.exactOptional(v.nullable(v.string())),
  }),
  /** The open tasks of the case: they go to the same person. */
  tasks: v.exactOptional(tasks),
})
