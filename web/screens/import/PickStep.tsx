import '../disputes/intake-texts.ts'
import { FileUp, MessageSquareWarning } from 'lucide'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import type { ImportFlow } from '../../import/flow.ts'
import { TABLE_FILES } from '../../import/table-files.ts'
import { useEngine } from '../../session.ts'
import { useShop } from '../../store/shop.ts'
import { Earlier } from './Earlier.tsx'
import { ExportHelp } from './ExportHelp.tsx'

export function PickStep({ flow, unreadable, back }: { flow: ImportFlow; unreadable: boolean; back: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { online } = useEngine().status.value
  const ready = online && useShop().id !== ''
  const take = (files: FileList | null | undefined) => {
    if (ready && files) void flow.pick([...files])
  }
  return (
    <Screen
      title={t('import.title')}
      back={back}
      action={
        <Button kind="primary" wide icon={FileUp} disabled={!ready} onClick={() => input.current?.click()}>
          {t('import.pick')}
        </Button>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files; the button does the same. */}
      <div
        class={over ? 'import-page import-over' : 'import-page'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(ready)
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
        }}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer?.files)
        }}
      >
        <div class="stack">
          {!online && <ErrorNote tone="warn" title={t('import.offline.what')} todo={t('import.offline.todo')} />}
          {unreadable && <ErrorNote title={t('import.unreadable.what')} todo={t('import.unreadable.todo')} />}
          <div class="stack-s">
            <p>{t('import.intro')}</p>
            <p class="small quiet">{t('import.pickHint')}</p>
          </div>
          <p class="import-drop">{over ? t('import.dropNow') : t('import.drop')}</p>
          <List inset label={t('intake.cases.open')}>
            <Row
              href="/disputes/import"
              lead={<Icon of={MessageSquareWarning} size={22} />}
              title={t('intake.cases.open')}
              sub={t('intake.cases.hint')}
              chevron
            />
          </List>
          <ExportHelp />
        </div>
        <Earlier />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={TABLE_FILES}
          aria-label={t('import.pick')}
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </div>
    </Screen>
  )
}
