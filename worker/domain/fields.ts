/** Argument schemas that mutations share. */
import * as v from 'valibot'

/** Id of a row that exists. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))

/** Id for a row a person creates: a UUIDv7. */
export const newId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUIDv7'),
)

/** Whether an id is made of what a file says (import/content-id.ts): two who make it mean the same. */
export const isContentId = (id: string): boolean => /^(?:case|buyer)-[0-9a-f]{32}$/.test(id)

/** Epoch milliseconds. */
export const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))

/** Minor units, not negative. */
export const money = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9e12))

/** Text a person must give, trimmed, 1 … `max` characters. */
export const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))

/** Text a person may leave out; blank becomes null. */
export const optionalText = (max: number) =>
  v.nullable(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(max),
      v.transform((given) => (given === '' ? null : given)),
    ),
  )
