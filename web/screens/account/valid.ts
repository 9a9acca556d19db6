/** What is wrong with a form before the server is asked. */
import * as v from 'valibot'
import { weaknessOf } from '../../../worker/domain/password.ts'
import type { Requests } from '../../actions/request.ts'
import { t } from '../../i18n/index.ts'

const Email = v.pipe(v.string(), v.trim(), v.email(), v.maxLength(254))

export const emailProblem = (email: string): string | null => (v.is(Email, email) ? null : t('account.bad.email'))

/** @param own what others know of the person; whether a password is a common one, only the server knows */
export function newPasswordProblem(password: string, own: readonly string[]): string | null {
  const weakness = weaknessOf(password, own)
  return weakness && t(`account.bad.${weakness}`)
}

/** What the server found wrong with a new password. */
export function refusedPassword(error: Requests['error']): string | null {
  const reason = error?.code === 'weak_password' ? error.problem?.reason : null
  return reason === 'short' || reason === 'yours' || reason === 'common' ? t(`account.bad.${reason}`) : null
}

/** Puts the cursor into the first field that is wrong, once it is marked as such. */
export function focusFirstBad(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
