import { Lightbulb } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { CauseSuggestion, SeenCause } from '../../../worker/domain/cause-suggestion.ts'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useReady } from '../../store/hooks.ts'

interface Props {
  disputeId: string
  words: string
  onUse: (cause: SeenCause) => void
}

/** From this confidence on it "looks like"; below it "may be". Loaded with the rule. */
interface Read {
  suggestion: CauseSuggestion | null
  likely: number
}

/** What the words point to, with the shop's own confirmed cases: read once they are on the phone. */
function useSuggestion(disputeId: string, words: string): Read | null {
  const ready = useReady('disputes')
  const [read, setRead] = useState<Read | null>(null)
  useEffect(() => {
    let gone = false
    // Without its chunk there is no suggestion; the person decides anyway.
    import('../../../worker/domain/cause-suggestion.ts')
      .then(({ LIKELY, learn, suggestCause }) => {
        const others = currentStore()
          .view.list('disputes')
          .peek()
          .filter(({ id }) => id !== disputeId)
        if (!gone) setRead({ suggestion: suggestCause(words, learn(others)), likely: LIKELY })
      })
      .catch(() => {})
    return () => {
      gone = true
    }
  }, [disputeId, words, ready])
  return read
}

const quoted = ({ matched }: SeenCause): string => matched.join(t('disputes.analyse.andWords'))

/** A first guess with the words it was read from, and what else seems to hurt; the person decides. */
export function Suggestion({ disputeId, words, onUse }: Props) {
  const read = useSuggestion(disputeId, words)
  const suggestion = read?.suggestion
  if (!read || !suggestion) return null
  const { cause, confidence, learnt, also } = suggestion
  const values = { words: quoted(suggestion), cause: t(`disputes.cause.${cause}`) }
  return (
    <div class="suggestion" role="status">
      <Icon of={Lightbulb} size={18} />
      <div class="grow stack-s">
        <p class="small">
          {confidence >= read.likely
            ? t('disputes.analyse.looksLike', values)
            : t('disputes.analyse.suggested', values)}
        </p>
        {learnt > 0 && <p class="small quiet">{t('disputes.analyse.learnt', { n: learnt })}</p>}
        {also.map((other) => (
          <p key={other.cause} class="small quiet">
            {t('disputes.analyse.also', { words: quoted(other), cause: t(`disputes.cause.${other.cause}`) })}
          </p>
        ))}
      </div>
      <Button small onClick={() => onUse(suggestion)}>
        {t('disputes.analyse.useIt')}
      </Button>
    </div>
  )
}
