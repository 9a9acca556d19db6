import { useState } from 'preact/hooks'
import type { MemberRow } from '../../../worker/domain/rows.ts'
import { type HandOut as Link, resetFor } from '../../actions/one-time-links.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { useShop } from '../../store/shop.ts'
import { HandOut } from './HandOut.tsx'
import { useProvenRequest } from './use-proven-request.tsx'

/** A colleague who forgot their password gets a link to set a new one; the owner never knows it. */
export function ResetPassword({ member, onClose }: { member: Pick<MemberRow, 'id' | 'name'>; onClose: () => void }) {
  const shop = useShop()
  const [link, setLink] = useState<Link | null>(null)
  const { busy, error, request, proof } = useProvenRequest()
  const { id, name } = member
  if (link) {
    const words = t('more.team.hand.resetWords', { shop: shop.name })
    return <HandOut title={t('more.team.hand.reset', { name })} link={link} words={words} onClose={onClose} />
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.team.resetFor', { name })}
      action={
        <>
          <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          <Button kind="primary" busy={busy} onClick={() => void request(async () => setLink(await resetFor(id)))}>
            {t('more.team.makeReset')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('more.team.resetText', { name })}</p>
        {error && <ErrorNote title={error.words.what} todo={error.words.todo} />}
      </div>
      {proof}
    </Sheet>
  )
}
