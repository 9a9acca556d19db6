import './intake-texts.ts'
import { Download } from 'lucide'
import { Button } from '../../components/Button.tsx'
import { QrCode } from '../../components/QrCode.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import { handFile } from '../../files/hand-file.ts'
import { t } from '../../i18n/index.ts'
import { linkCard } from './link-card.ts'
import { Failed, useSubmit } from './submit.tsx'

interface Props {
  url: string
  shop: string
  /** The day until which it opens, in words. */
  day: string
  onClose: () => void
}

/** A link to complain with as a code: to be scanned here, or saved as a picture for the card in a parcel. */
export function LinkCode({ url, shop, day, onClose }: Props) {
  const submit = useSubmit(url)
  const until = t('disputes.links.until', { day })
  const save = () =>
    submit.run(
      async () => {
        const card = await linkCard({ url, shop, text: t('intake.code.say'), until })
        const name = `${t('intake.code.file', { shop })}.png`.replace(/[\\/:*?"<>|]+/g, ' ')
        if (await handFile(new File([card], name, { type: 'image/png' }))) toast({ text: t('intake.code.saved') })
      },
      () => {},
    )
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('intake.code.title')}
      action={
        <Button wide kind="primary" icon={Download} busy={submit.busy} onClick={() => void save()}>
          {t('intake.code.save')}
        </Button>
      }
    >
      <div class="stack">
        <p>{t('intake.code.text')}</p>
        <QrCode text={url} label={t('intake.code.label', { shop })} />
        <p class="small quiet">{until}</p>
        <p class="small quiet">{t('intake.code.rules')}</p>
        <Failed failed={submit.failed} />
      </div>
    </Sheet>
  )
}
