/** Who is signed in on this phone, and coming in and going out. */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { api } from './api.ts'
import { currentStore } from './store/current.ts'
import { clearDrafts } from './store/drafts.ts'
import { clearShared } from './store/shared.ts'
import type { Engine, Status } from './sync/engine.ts'

export interface Session {
  shopId: string
  shop: string
  userId: string
  name: string
  role: 'owner' | 'agent' | 'viewer'
  /** Public VAPID key; null when this server cannot push. */
  push: string | null
}

/** `unknown` until either the phone remembers somebody or the server has answered; `removed`: forgetting the shop. */
export type Gate = 'unknown' | 'out' | 'in' | 'other-user' | 'removed'
export const gate = signal<Gate>('unknown')

const engine = signal<Engine | null>(null)
export const useEngine = (): Engine => {
  const started = engine.peek()
  if (!started) throw new Error('the app is not started')
  return started
}

/** How syncing stands; null until the app is started. */
export const syncStatus: ReadonlySignal<Status | null> = computed(() => engine.value?.status.value ?? null)

/**
 * A phone that holds a shop opens at once, signal or not, unless what it learnt last is that it may not; one that holds
 * none shows the sign-in. The server's word follows.
 */
export async function openGate(started: Engine): Promise<void> {
  engine.value = started
  const { state } = currentStore().view
  const { userId, ended, entry } = state.peek()
  gate.value = userId !== null && !ended ? 'in' : 'out'
  // Whichever tab learnt it.
  state.subscribe((now) => {
    if (now.ended === 'removed') gate.value = 'removed'
    else if (now.ended === 'signed-out' && gate.peek() === 'in') gate.value = 'out'
    else if (!now.ended && now.entry !== entry) started.start()
  })
  started.session.subscribe((session) => {
    if (session === 'signed-out') gate.value = 'out'
    if (session === 'removed') gate.value = 'removed'
    if (session === 'other-user') gate.value = 'other-user'
    if (session === 'in') gate.value = 'in'
  })
  if (ended === 'leaving') await leaveForGood()
  else if (userId === null && !ended) await comeBack()
}

/** The phone may have lost its data while the session lives on: then nobody has to sign in again. */
async function comeBack(): Promise<void> {
  try {
    if (await api.request<Session | null>('GET', '/api/session')) await entered()
  } catch {
    // No session, or no network: the sign-in screen is there.
  }
}

async function entered(): Promise<void> {
  gate.value = 'in'
  useEngine().start()
  await useEngine().signedIn()
}

export interface SignUpForm {
  shop: string
  name: string
  email: string
  password: string
  currency: string
  timezone: string
  locale: 'zh-CN' | 'en'
}

/** @throws ApiError `email_taken`, `sign_up_closed`, `weak_password`, `rate_limited`, `network` … */
export const signUp = (form: SignUpForm): Promise<void> => comeIn('/api/session/sign-up', form)

/** @throws ApiError `wrong_password`, `rate_limited`, `network` … */
export const signIn = (email: string, password: string): Promise<void> =>
  comeIn('/api/session/sign-in', { email, password })

/** Asks for a session and goes on as whoever it is of. @throws ApiError */
export async function comeIn(path: string, json: object): Promise<void> {
  await arrive(await api.request<{ shopId: string; userId: string }>('POST', path, { json }))
}

/** Another person's data on this phone must go before theirs comes; the screen has asked about unsent changes. */
async function arrive(user: { shopId: string; userId: string }): Promise<void> {
  const store = currentStore()
  if (!store.storeBelongsTo(user)) {
    if (store.view.outbox.peek().length + store.uploads.peek().length > 0) {
      gate.value = 'other-user'
      return
    }
    await store.wipe()
    forgetTyped()
  }
  await entered()
}

/** What somebody typed or shared and did not save is nobody else's to see. */
export function forgetTyped(): void {
  clearDrafts()
  // Without a database of shared things there is nothing to forget.
  clearShared().catch(() => {})
}

/** Forgets what this phone holds, unsent changes too, and goes on as whoever is signed in. */
export async function forgetAndGoOn(): Promise<void> {
  await currentStore().wipe()
  forgetTyped()
  await entered()
}

/**
 * Ends the session and empties the phone. A phone killed meanwhile is empty once it is opened again.
 * @throws ApiError when the server cannot be told: nothing was removed
 */
export async function signOut(everywhere: boolean): Promise<void> {
  const store = currentStore()
  await store.end('leaving')
  try {
    await endSession(everywhere)
  } catch (error) {
    await store.reopen()
    throw error
  }
  await emptied()
}

const endSession = (everywhere = false): Promise<void> =>
  api.request('POST', `/api/session/sign-out${everywhere ? '?everywhere=1' : ''}`)

async function emptied(): Promise<void> {
  forgetTyped()
  await currentStore().wipe('signed-out')
  gate.value = 'out'
}

/** Somebody chose to leave, and the phone was killed over it: they meant it. */
async function leaveForGood(): Promise<void> {
  await emptied()
  // The phone has nothing left that the session could open.
  await endSession().catch(() => {})
}

/** Not any more when they came back in another tab: then all of what is stored is theirs. */
export const wasRemoved = (): boolean =>
  currentStore().view.state.peek().ended === 'removed' || useEngine().session.peek() === 'removed'

/**
 * Forgets the rest of a shop somebody was removed from — what they typed, and the changes only this phone has — once they
 * have taken those or let them go.
 */
export async function forgetRemoved(): Promise<void> {
  if (!wasRemoved()) return
  forgetTyped()
  const store = currentStore()
  if (await store.wipe('signed-out', store.view.state.peek().entry)) await endSession().catch(() => {})
}
