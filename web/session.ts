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

/** `unknown` until either the phone remembers somebody or the server has answered. */
export type Gate = 'unknown' | 'out' | 'in' | 'other-user'
export const gate = signal<Gate>('unknown')

const engine = signal<Engine | null>(null)
export const useEngine = (): Engine => {
  const started = engine.peek()
  if (!started) throw new Error('the app is not started')
  return started
}

/** How syncing stands; null until the app is started. */
export const syncStatus: ReadonlySignal<Status | null> = computed(() => engine.value?.status.value ?? null)

/** A phone that holds a shop opens at once, signal or not; one that holds none shows the sign-in. The server's word follows. */
export async function openGate(started: Engine): Promise<void> {
  engine.value = started
  const remembered = currentStore().view.state.peek().userId !== null
  gate.value = remembered ? 'in' : 'out'
  started.session.subscribe((session) => {
    if (session === 'signed-out') gate.value = 'out'
    if (session === 'other-user') gate.value = 'other-user'
    if (session === 'in') gate.value = 'in'
  })
  if (!remembered) await comeBack()
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

/** @throws ApiError `email_taken`, `rate_limited`, `network` … */
export async function signUp(form: SignUpForm): Promise<void> {
  const user = await api.request<{ shopId: string; userId: string }>('POST', '/api/session/sign-up', { json: form })
  await arrive(user)
}

/** @throws ApiError `wrong_password`, `rate_limited`, `network` … */
export async function signIn(email: string, password: string): Promise<void> {
  const user = await api.request<{ shopId: string; userId: string }>('POST', '/api/session/sign-in', {
    json: { email, password },
  })
  await arrive(user)
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
function forgetTyped(): void {
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

/** Ends the session and empties the phone. @throws ApiError when the server cannot be told: nothing was removed */
export async function signOut(everywhere: boolean): Promise<void> {
  await api.request('POST', `/api/session/sign-out${everywhere ? '?everywhere=1' : ''}`)
  await currentStore().wipe()
  forgetTyped()
  gate.value = 'out'
}
