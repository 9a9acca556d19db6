import '../account/self-texts.ts'
import { Plus } from 'lucide'
import { useState } from 'preact/hooks'
import { makePasskey, newPasskey, noPasskeys, type Options, passkeyProblem } from '../../actions/passkeys.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { useProvenRequest } from './use-proven-request.tsx'

interface Props {
  /** Whether there is none yet. */
  none: boolean
  onAdded: () => void
}

/** Adds a passkey of this device; whoever did not just come in shows first that it is still them. */
export function AddPasskey({ none, onAdded }: Props) {
  const { busy, error, request, proof } = useProvenRequest()
  const [said, setSaid] = useState<string | null>(null)
  const [proven, setProven] = useState<Options | null>(null)
  const why = noPasskeys()
  if (why) return <p class="roomy">{t(`self.passkeys.${why}`)}</p>
  async function make(options: Options) {
    setProven(null)
    try {
      await makePasskey(options)
      onAdded()
    } catch (failure) {
      const problem = passkeyProblem(failure)
      if (!problem) throw failure
      setSaid(t(`self.passkeys.${problem}`))
    }
  }
  function add() {
    setSaid(null)
    // What comes of a proof needs a tap of its own: browsers ask for one.
    return request(
      async () => make(await newPasskey()),
      async () => setProven(await newPasskey()),
    )
  }
  return (
    <div class="stack-s roomy">
      {none && <p>{t('self.passkeys.none')}</p>}
      <Button wide icon={Plus} busy={busy} onClick={() => void add()}>
        {t('self.passkeys.add')}
      </Button>
      {said && <ErrorNote tone="warn" title={said} />}
      {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      {proof}
      {proven && (
        <Sheet
          open
          onClose={() => setProven(null)}
          title={t('self.passkeys.provenTitle')}
          action={
            <Button kind="primary" icon={Plus} onClick={() => void request(() => make(proven))}>
              {t('self.passkeys.add')}
            </Button>
          }
        >
          <p>{t('self.passkeys.proven')}</p>
        </Sheet>
      )}
    </div>
  )
}
