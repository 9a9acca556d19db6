/** What people type about themselves. */
import * as v from 'valibot'

export const personName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
export const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254))
export const newPassword = v.pipe(v.string(), v.minLength(8), v.maxLength(200))
