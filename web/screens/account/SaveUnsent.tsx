import './self-texts.ts'
import { Download } from 'lucide'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { handFile } from '../../files/hand-file.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { unsentFile } from './unsent-file.ts'

/** Hands over what only this phone has: to another app where phones do that, else as a download. */
export function SaveUnsent({ primary, onSaved }: { primary?: boolean; onSaved?: () => void }) {
  const [said, setSaid] = useState<{ saved: string } | 'failed' | null>(null)
  async function save() {
    const store = currentStore()
    try {
      const file = await unsentFile(store, store.now())
      if (!(await handFile(file))) return
      setSaid({ saved: file.name })
      onSaved?.()
    } catch {
      setSaid('failed')
    }
  }
  return (
    <>
      <Button kind={primary ? 'primary' : undefined} wide icon={Download} onClick={() => void save()}>
        {t('self.unsent.save')}
      </Button>
      <p class="small quiet" role="status">
        {said && said !== 'failed' && t('self.unsent.saved', { name: said.saved })}
      </p>
      {said === 'failed' && <ErrorNote title={t('self.unsent.failed')} />}
    </>
  )
}
