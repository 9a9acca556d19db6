/** Where a file's bytes are, as the person is told. */
import type { EvidenceRow } from '../../../worker/domain/rows.ts'
import { uploadsUnderWay } from '../../files/progress.ts'
import { percent } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import type { Upload } from '../../store/database.ts'
import './evidence-texts.ts'

export type FileState =
  | { kind: 'stored' | 'waiting' | 'elsewhere' }
  | { kind: 'uploading'; sent: number; size: number }
  | { kind: 'failed'; error: string }

/** @param upload of this phone, while the server does not have the file */
export function fileState(row: Pick<EvidenceRow, 'id' | 'storedAt'>, upload: Upload | undefined): FileState {
  if (row.storedAt !== null) return { kind: 'stored' }
  const sent = uploadsUnderWay.value.get(row.id)
  if (!upload) return { kind: sent === undefined ? 'elsewhere' : 'stored' }
  if (upload.error !== null) return { kind: 'failed', error: upload.error }
  return sent === undefined ? { kind: 'waiting' } : { kind: 'uploading', sent, size: upload.size }
}

export const stateText = (state: FileState): string =>
  state.kind === 'uploading'
    ? t('evidence.state.uploading', { percent: percent(state.sent / state.size) })
    : t(`evidence.state.${state.kind}`)

const TOLD = ['too_large', 'wrong_type', 'hash_mismatch', 'not_found'] as const

/** Why the server did not take a file, and what to do. */
export const failedText = (code: string): string => t(`evidence.failed.${TOLD.find((one) => one === code) ?? 'other'}`)

/** What the timeline says of a change of the files. */
export function evidenceLine(data: Record<string, unknown>): string | null {
  const { what, name } = data
  if (what !== 'added' && what !== 'removed' && what !== 'restored' && what !== 'stripped') return null
  // Of a case whose buyer was erased nothing says what the file was.
  if (typeof name !== 'string') return null
  return t(`evidence.event.${what}`, { name })
}
