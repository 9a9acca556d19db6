import { Copy, Eye, Link2, QrCode, Share2, Undo2 } from 'lucide'
import type { ComponentChild } from 'preact'
import { useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { isLive } from '../../../worker/domain/links.ts'
import type { DisputeRow, LinkRow } from '../../../worker/domain/rows.ts'
import { addressOf, giveLink, revokeLink } from '../../actions/links.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Section } from '../../components/Screen.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { problemText } from '../../i18n/errors.ts'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { canShare, copyText, shareText } from './share.ts'
import './disputes.css'
import { Failed, useSubmit } from './submit.tsx'
import { isPoliced } from './words.ts'

/** The links with which a buyer follows this case. */
export function CaseLinks({ dispute }: { dispute: DisputeRow }) {
  return (
    <Links
      disputeId={dispute.id}
      title={t('disputes.links.title')}
      text={t('disputes.links.text')}
      warning={isPoliced(dispute.channel) ? t('disputes.links.policed') : null}
      give={t('disputes.links.give')}
      given={t('disputes.links.given')}
      message={(url) => t('disputes.links.message', { url })}
    />
  )
}

/** Links for anybody to complain with. */
export function ComplaintLinks() {
  return (
    <Links
      disputeId={null}
      title={t('disputes.links.complainTitle')}
      text={t('disputes.links.complainText')}
      warning={t('disputes.links.policed')}
      give={t('disputes.links.complainGive')}
      given={t('disputes.links.complainGiven')}
      message={(url) => t('disputes.links.complainMessage', { url })}
    />
  )
}

interface Props {
  /** Null: links to complain with. */
  disputeId: string | null
  title: string
  text: string
  warning: string | null
  give: string
  given: string
  message: (url: string) => string
}

function Links({ disputeId, title, text, warning, give, given, message }: Props) {
  const shop = useShop()
  const now = useNow()
  const [ending, setEnding] = useState<LinkRow | null>(null)
  const submit = useSubmit(disputeId)
  const links = useDerived(() => linksOf(disputeId), [disputeId])
  if (!roleAllows(useMe().role, 'agent')) return null
  const live = links.filter((link) => isLive(link, now))
  const ended = links.length - live.length
  return (
    <Section title={title}>
      <div class="stack-s">
        <p class="small quiet">{text}</p>
        {warning !== null && <p class="small quiet">{warning}</p>}
        {live.map((link) => (
          <OneLink key={link.id} link={link} message={message} onRevoke={() => setEnding(link)} />
        ))}
        {ended > 0 && <p class="small quiet">{t('disputes.links.ended', { n: ended })}</p>}
        <Failed failed={submit.failed} />
        <div>
          <Button
            small
            icon={Link2}
            busy={submit.busy}
            onClick={() =>
              void submit.run(
                () => giveLink(shop, disputeId),
                () => toast({ text: given }),
              )
            }
          >
            {give}
          </Button>
        </div>
      </div>
      {ending && <Revoke link={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

const linksOf = (disputeId: string | null): LinkRow[] =>
  currentStore()
    .view.list('links')
    .value.filter((link) => link.disputeId === disputeId && (disputeId !== null || link.kind === 'complain'))
    .sort((a, b) => b.createdAt - a.createdAt)

interface OneProps {
  link: LinkRow
  message: (url: string) => string
  onRevoke: () => void
}

function OneLink({ link, message, onRevoke }: OneProps) {
  const shop = useShop()
  const unsent = useDerived(() => currentStore().view.isUnsent('links', link.id), [link.id])
  const url = addressOf(shop, link)
  const since = day(link.createdAt, shop.timezone)
  const until = day(link.expiresAt, shop.timezone)
  const [code, setCode] = useState<ComponentChild>(null)
  const showCode = () =>
    import('./LinkCode.tsx').then(
      ({ LinkCode }) => setCode(<LinkCode url={url} shop={shop.name} day={until} onClose={() => setCode(null)} />),
      () => toast({ text: problemText('network').what, tone: 'danger' }),
    )
  return (
    <div class="stack-s given-link">
      <p class="line spread">
        <span>
          {t('disputes.links.until', { day: until })}
          <span class="small quiet"> {t('disputes.links.since', { day: since })}</span>
        </span>
        <IconButton icon={Undo2} label={t('disputes.links.revoke', { day: since })} onClick={onRevoke} />
      </p>
      {unsent && <p class="small quiet">{t('disputes.links.waiting')}</p>}
      <div class="line wrap">
        <Button small icon={Copy} onClick={() => void copyText(message(url))}>
          {t('disputes.links.copy')}
        </Button>
        {canShare() && (
          <Button small icon={Share2} onClick={() => void shareText(message(url))}>
            {t('disputes.links.share')}
          </Button>
        )}
        {link.kind === 'complain' && (
          <Button small icon={QrCode} onClick={() => void showCode()}>
            {t('disputes.links.code')}
          </Button>
        )}
        <Button small kind="quiet" icon={Eye} onClick={() => window.open(url, '_blank', 'noopener')}>
          {t('disputes.links.open')}
        </Button>
      </div>
      {code}
    </div>
  )
}

function Revoke({ link, onClose }: { link: LinkRow; onClose: () => void }) {
  const submit = useSubmit(link.id)
  const revoke = () =>
    submit.run(
      () => revokeLink(link.id),
      () => {
        toast({ text: t('disputes.links.revoked') })
        onClose()
      },
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('disputes.links.revokeTitle')}
      action={
        <>
          <Button onClick={onClose}>{t('common.do.cancel')}</Button>
          <Button kind="danger" busy={submit.busy} onClick={() => void revoke()}>
            {t('disputes.links.revokeDo')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('disputes.links.revokeText')}</p>
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
