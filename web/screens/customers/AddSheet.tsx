import { useState } from 'preact/hooks'
import { useAttempt } from '../../actions/attempt.ts'
import { addCustomer, type FactTexts, factTexts, isNamed } from '../../actions/customers.ts'
import { Button } from '../../components/Button.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { Select } from '../../components/Field.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { t } from '../../i18n/index.ts'
import { PersonFields } from './PersonFields.tsx'

const SOURCES = [
  'hand',
  'taobao',
  'pinduoduo',
  'jd',
  'douyin',
  'xiaohongshu',
  'youzan',
  'shopify',
  'woocommerce',
] as const
type Source = (typeof SOURCES)[number]

interface Props {
  open: boolean
  /** What was searched for in vain: probably the person to add. */
  start: string
  onClose: () => void
  onAdded: (id: string) => void
}

/** Writes down somebody who asked but has not bought. */
export function AddSheet({ open, start, onClose, onAdded }: Props) {
  return open ? <Adding start={start} onClose={onClose} onAdded={onAdded} /> : null
}

const begun = (start: string): FactTexts => {
  const empty = factTexts(null)
  return /^\+?[\d\s-]{5,}$/.test(start) ? { ...empty, phone: start } : { ...empty, nickname: start }
}

function Adding({ start, onClose, onAdded }: Omit<Props, 'open'>) {
  const [texts, setTexts] = useState(() => begun(start))
  const [source, setSource] = useState<Source>('hand')
  const [tried, setTried] = useState(false)
  const { busy, attempt } = useAttempt()
  const save = () => {
    setTried(true)
    if (!isNamed(texts)) return
    attempt(async () => onAdded(await addCustomer(texts, source)), { text: t('customers.form.added') })
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('customers.form.add')}
      action={
        <Button kind="primary" wide busy={busy} onClick={save}>
          {t('common.do.save')}
        </Button>
      }
    >
      <div class="stack">
        <Hint>{t('customers.form.prospectHint')}</Hint>
        <PersonFields texts={texts} onChange={setTexts} nameless={tried && !isNamed(texts)} />
        <Select
          label={t('customers.form.source')}
          value={source}
          options={SOURCES.map((value) => ({ value, label: t(`customers.source.${value}`) }))}
          onChange={setSource}
        />
      </div>
    </Sheet>
  )
}
