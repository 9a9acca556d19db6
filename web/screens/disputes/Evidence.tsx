import { Camera, CircleAlert, FileText, ImageOff, ImagePlus } from 'lucide'
import { useRef, useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { MOST_A_CASE } from '../../../worker/domain/evidence/limits.ts'
import type { DisputeRow, EvidenceRow } from '../../../worker/domain/rows.ts'
import { useAttempt } from '../../actions/attempt.ts'
import { addFiles, evidenceOf, type NotAdded, retryUpload, roomIn } from '../../actions/evidence.ts'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useDerived } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { EvidenceViewer } from './EvidenceViewer.tsx'
import './evidence.css'
import { stateText } from './evidence-state.ts'
import { useFile, useFileState } from './use-file.ts'

/** The photos and files of a case: a quiet strip to look at and add to. */
export function Evidence({ dispute }: { dispute: DisputeRow }) {
  const mayWrite = roleAllows(useMe().role, 'agent')
  const rows = useDerived(() => evidenceOf(dispute.id), [dispute.id])
  const hasRoom = useDerived(() => roomIn(dispute.id) > 0, [dispute.id])
  const [looking, setLooking] = useState<string | null>(null)
  const { busy, attempt } = useAttempt()
  const packing = useAttempt()
  if (rows.length === 0 && !mayWrite) return null
  const add = (files: File[]) =>
    void attempt(async () => {
      for (const one of await addFiles(dispute.id, files)) toast({ text: whyNot(one), tone: 'danger' })
    })
  const pack = () =>
    void packing.attempt(async () => {
      const { handOver } = await import('./pack-case.ts')
      await handOver(dispute)
    })
  return (
    <Section
      title={t('evidence.title')}
      aside={
        <Button kind="quiet" small busy={packing.busy} onClick={pack}>
          {t(packing.busy ? 'evidence.pack.making' : 'evidence.pack.make')}
        </Button>
      }
    >
      <ul class="evidence" aria-label={t('evidence.title')}>
        {rows.map((row) => (
          <Tile key={row.id} row={row} onOpen={() => setLooking(row.id)} />
        ))}
        {mayWrite && hasRoom && (
          <>
            <li class="evidence-camera">
              <Picker icon={Camera} label={t('evidence.camera')} camera busy={busy} onPick={add} />
            </li>
            <li>
              <Picker
                icon={ImagePlus}
                label={t(busy ? 'evidence.adding' : 'evidence.add')}
                camera={false}
                busy={busy}
                onPick={add}
              />
            </li>
          </>
        )}
      </ul>
      {rows.length === 0 && <p class="small quiet">{t('evidence.hint')}</p>}
      {looking !== null && (
        <EvidenceViewer
          rows={rows}
          at={looking}
          mayWrite={mayWrite}
          onMove={setLooking}
          onClose={() => setLooking(null)}
        />
      )}
    </Section>
  )
}

const whyNot = (one: NotAdded): string => {
  switch (one.code) {
    case 'too_many':
      return t('evidence.refused.too_many', { most: MOST_A_CASE })
    case 'insecure':
      return t('evidence.refused.insecure')
    default:
      return t(`evidence.refused.${one.code}`, { name: one.name })
  }
}

function Tile({ row, onOpen }: { row: EvidenceRow; onOpen: () => void }) {
  const state = useFileState(row)
  const said = stateText(state)
  return (
    <li>
      <button
        class="evidence-tile"
        type="button"
        aria-label={t('evidence.open', { name: row.name, state: said })}
        onClick={onOpen}
      >
        <Thumbnail row={row} />
        {state.kind === 'uploading' && (
          <span class="evidence-bar" style={{ '--part': state.sent / state.size }} aria-hidden="true" />
        )}
        {state.kind === 'failed' && (
          <span class="evidence-mark">
            <Icon of={CircleAlert} size={18} />
          </span>
        )}
      </button>
      <span class={`evidence-state ${state.kind}`} aria-hidden="true">
        {said}
      </span>
      {state.kind === 'failed' && (
        <Button kind="quiet" small onClick={() => void retryUpload(row.id)}>
          {t('evidence.retry')}
        </Button>
      )}
    </li>
  )
}

function Thumbnail({ row }: { row: EvidenceRow }) {
  return row.type === 'application/pdf' ? <Icon of={FileText} size={28} /> : <Picture row={row} />
}

function Picture({ row }: { row: EvidenceRow }) {
  const shown = useFile(row)
  if (shown.kind === 'loading') return null
  return shown.kind === 'here' ? <img src={shown.url} alt="" /> : <Icon of={ImageOff} size={24} />
}

interface PickerProps {
  icon: typeof Camera
  label: string
  /** Straight to the camera; else whatever the phone offers, several at once. */
  camera: boolean
  busy: boolean
  onPick: (files: File[]) => void
}

function Picker({ icon, label, camera, busy, onPick }: PickerProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        class="evidence-tile evidence-add"
        type="button"
        aria-busy={busy || undefined}
        onClick={() => !busy && input.current?.click()}
      >
        {busy && !camera ? <span class="spin" aria-hidden="true" /> : <Icon of={icon} size={24} />}
        <span>{label}</span>
      </button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={label}
        accept={camera ? 'image/*' : 'image/*,application/pdf'}
        multiple={!camera}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // The same file picked again must be heard of again.
          currentTarget.value = ''
          if (files.length > 0) onPick(files)
        }}
      />
    </>
  )
}
