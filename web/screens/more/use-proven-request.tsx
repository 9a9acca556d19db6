import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { ownLogin } from '../../actions/account.ts'
import { listPasskeys, noPasskeys } from '../../actions/passkeys.ts'
import { type Requests, useRequest } from '../../actions/request.ts'
import { ApiError } from '../../api.ts'

interface Proven extends Omit<Requests, 'request'> {
  /**
   * Does the work; where the server first wants to know that it is still the person, asks them and then goes on.
   * @param then in place of the work, once they have shown it
   * @returns whether it was done
   */
  request(work: () => Promise<unknown>, then?: () => Promise<unknown>): Promise<boolean>
  /** To be shown on top of everything else. */
  proof: ComponentChild
}

/** {@link useRequest} for what the server may want a proof for: it is asked for only when the server says so. */
export function useProvenRequest(): Proven {
  const { request, ...rest } = useRequest()
  const [proof, setProof] = useState<ComponentChild>(null)
  return {
    ...rest,
    proof,
    async request(work, then = work) {
      let sheet: ((settle: (shown: boolean) => void) => ComponentChild) | null = null
      const done = await request(async () => {
        try {
          await work()
        } catch (failure) {
          if (!(failure instanceof ApiError) || failure.code !== 'proof_needed') throw failure
          sheet = await proofSheet()
        }
      })
      if (sheet === null) return done
      const show: (settle: (shown: boolean) => void) => ComponentChild = sheet
      const shown = await new Promise<boolean>((settle) => setProof(show(settle)))
      setProof(null)
      return shown && request(then)
    },
  }
}

async function proofSheet(): Promise<(settle: (shown: boolean) => void) => ComponentChild> {
  const [{ Prove }, { email }, passkeys] = await Promise.all([
    import('./Prove.tsx'),
    ownLogin(),
    noPasskeys() ? [] : listPasskeys(),
  ])
  return (settle) => (
    <Prove
      email={email}
      mayBeByPasskey={passkeys.length > 0}
      onProven={() => settle(true)}
      onClose={() => settle(false)}
    />
  )
}
