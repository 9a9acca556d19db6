import { Fingerprint } from 'lucide'
import { useState } from 'preact/hooks'
import { noPasskeys, passkeyProblem, signInWithPasskey } from '../../actions/passkeys.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { t } from '../../i18n/index.ts'

/** The way in without a password, where browser and address allow one. Whoever calls it off is told nothing. */
export function PasskeyButton() {
  const { busy, error, request } = useRequest()
  const [failed, setFailed] = useState(false)
  if (noPasskeys()) return null
  async function enter() {
    setFailed(false)
    await request(async () => {
      try {
        await signInWithPasskey()
      } catch (failure) {
        const problem = passkeyProblem(failure)
        if (!problem) throw failure
        setFailed(problem !== 'cancelled')
      }
    })
  }
  return (
    <div class="stack-s">
      <Button wide icon={Fingerprint} busy={busy} onClick={() => void enter()}>
        {t('account.passkey.use')}
      </Button>
      {failed && <ErrorNote title={t('account.passkey.failed')} />}
      {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
    </div>
  )
}
