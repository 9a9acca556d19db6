import { Copy, Share2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { HandOut as Link } from '../../actions/one-time-links.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { QrCode } from '../../components/QrCode.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useShop } from '../../store/shop.ts'

interface Props {
  title: string
  link: Link
  /** What is said before the address when it is sent. */
  words: string
  onClose: () => void
}

/** A link that opens once, shown this once: to be scanned, sent or copied. */
export function HandOut({ title, link, words, onClose }: Props) {
  const [given, setGiven] = useState(false)
  const [warned, setWarned] = useState(false)
  const { address, expiresAt } = link
  const { timezone } = useShop()
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => {
        setGiven(true)
        toast({ text: t('common.said.copied') })
      },
      () => toast({ text: t('more.team.hand.copyFailed'), tone: 'danger' }),
    )
  const share = () =>
    navigator.share({ text: words, url: address }).then(
      () => setGiven(true),
      // Who turns back has not sent it; where it cannot be sent, copying is the way.
      (error: unknown) => (error instanceof DOMException && error.name === 'AbortError' ? undefined : copy()),
    )
  const canShare = typeof navigator.share === 'function'
  // A stray tap beside the sheet must not lose the link; who had it scanned closes it with a second.
  const leave = () => (given || warned ? onClose() : setWarned(true))
  return (
    <Sheet
      open
      onClose={leave}
      title={title}
      action={
        <>
          <Button onClick={leave}>{t('common.do.done')}</Button>
          {canShare ? (
            <Button kind="primary" icon={Share2} onClick={() => void share()}>
              {t('more.team.hand.share')}
            </Button>
          ) : (
            <Button kind="primary" icon={Copy} onClick={() => void copy()}>
              {t('more.team.hand.copy')}
            </Button>
          )}
        </>
      }
    >
      <div class="stack">
        <p>{t('more.team.hand.text', { until: dateTime(expiresAt, timezone, currentStore().now()) })}</p>
        <QrCode text={address} label={t('more.team.hand.qr')} />
        <code class="secret">{address}</code>
        {canShare && (
          <Button wide icon={Copy} onClick={() => void copy()}>
            {t('more.team.hand.copy')}
          </Button>
        )}
        {warned && !given && (
          <ErrorNote tone="warn" title={t('more.team.hand.notGiven')} todo={t('more.team.hand.notGivenTodo')} />
        )}
      </div>
    </Sheet>
  )
}
