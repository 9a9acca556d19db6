/** What people type about themselves. */
import * as v from 'valibot'
import { PASSWORD_MAX } from '../domain/password.ts'

export const personName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
export const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254))
/** One that somebody chooses; whether it is good enough, `assertStrong` says. */
export const password = v.pipe(v.string(), v.maxLength(PASSWORD_MAX))
