/** What is wrong with a form before the server is asked. */
import * as v from 'valibot'
import { t } from '../../i18n/index.ts'

const Email = v.pipe(v.string(), v.trim(), v.email(), v.maxLength(254))

export const emailProblem = (email: string): string | null => (v.is(Email, email) ? null : t('account.bad.email'))

export const newPasswordProblem = (password: string): string | null =>
  password.length >= 8 ? null : t('account.bad.short')

/** Puts the cursor into the first field that is wrong, once it is marked as such. */
export function focusFirstBad(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
