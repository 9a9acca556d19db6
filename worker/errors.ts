/** Errors a request can end in. Each is mapped to HTTP once, in app.ts. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly extra: Record<string, unknown>
  constructor(status: number, code: string, extra: Record<string, unknown> = {}) {
    super(code)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.extra = extra
  }
}

/**
 * An error for the log: its name and code, those of what caused it, and where it came from; never a message, which may
 * hold what was submitted.
 */
export function faultLine(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const codes = [error, error.cause].flatMap((each) => {
    const { code } = (each ?? {}) as { code?: unknown }
    return typeof code === 'string' && /^\w{3,40}$/.test(code) ? [code] : []
  })
  const frames = error.stack?.split('\n').filter(isFrame).slice(0, 3) ?? []
  return [error.name, ...codes, ...frames].join(' ')
}

const isFrame = (line: string): boolean => /^\s+at /.test(line)

export const unauthorized = () => new ApiError(401, 'unauthorized')
/** Of a session whose person was removed: their phone forgets the shop. */
export const memberRemoved = () => new ApiError(401, 'member_removed')
export const forbidden = () => new ApiError(403, 'forbidden')
/** Said of every link that opens nothing, whatever the reason. */
export const linkGone = () => new ApiError(404, 'link_gone')
/** @param wait milliseconds after which asking again makes sense */
export const tooOften = (wait: number, code = 'rate_limited') =>
  new ApiError(429, code, { retryAfter: Math.max(1, Math.ceil(wait / 1000)) })
export const notFound = () => new ApiError(404, 'not_found')

/** Short English titles of our stable codes (RFC 9457 `title`). */
export const TITLES: Record<string, string> = {
  unauthorized: 'Sign in first',
  member_removed: 'You do not work in this shop any more',
  forbidden: 'Your role or key does not allow this',
  not_found: 'There is no such thing in this shop',
  bad_request: 'The request does not have the expected shape',
  body_too_large: 'The request is too large',
  not_json: 'Send application/json',
  link_gone: 'This link does not work, or no longer',
  wrong_host: 'This app has another address',
  overloaded: 'Too much at once; try again',
  too_slow: 'The request did not come to its end in time',
  headers_too_large: 'The headers are too large',
  wrong_origin: 'The request came from another site',
  rate_limited: 'Too many tries; wait a moment',
  complaints_waiting: 'Several complaints from here wait for the shop’s answer; the shop is asked first',
  photos_today: 'The shop has got as many photos as it takes in a day',
  wrong_password: 'E-mail or password is wrong',
  passkey_refused: 'This passkey does not open the shop',
  too_many_passkeys: 'An account has as many passkeys as it may have',
  no_passkeys_here: 'Passkeys need an https address with a name',
  proof_needed: 'Say first, with the password or a passkey, that it is still you',
  wrong_old_password: 'The password you have now is another one',
  weak_password: 'This password is too easy to guess',
  sign_up_closed: 'Shops cannot be opened here by anybody who comes by',
  email_taken: 'There is already an account with this e-mail',
  sequence_gap: 'An earlier change is missing',
  unavailable: 'The database cannot be reached; nothing was lost, try again',
  storage_full: 'The server has no room left; nothing of it was written, nothing else was lost',
  storage_read_only: 'The server’s storage can only be read; nothing of it was written, whoever runs it is needed',
  storage_damaged: 'The server’s storage has failed; nothing of it was written, whoever runs it is needed',
  busy: 'Somebody else was first; try again',
  internal: 'Something went wrong on our side',
  other_user: 'These changes belong to somebody else who was signed in on this phone',
  last_owner: 'A shop keeps at least one owner',
  import_closed: 'This import was finished or undone',
  too_large: 'The file is larger than allowed',
  too_many: 'The case has as many files as it may have',
  wrong_type: 'Only JPEG, PNG, WebP and PDF files, whole ones, are kept',
  wrong_offset: 'This piece of the file is not the one that comes next',
  hash_mismatch: 'What arrived is not the file that was announced',
  files_unavailable: 'Files cannot be kept at present; try again',
  currency_mismatch: 'Another currency than the shop’s',
}
