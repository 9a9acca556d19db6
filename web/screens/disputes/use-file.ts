/** A file of a case as an address an image can show. */
import { useEffect, useState } from 'preact/hooks'
import type { EvidenceRow } from '../../../worker/domain/rows.ts'
import { loadFile } from '../../files/load.ts'
import { currentStore } from '../../store/current.ts'
import { type FileState, fileState } from './evidence-state.ts'

export type Shown =
  | { kind: 'loading' }
  | { kind: 'here'; url: string }
  /** Neither here nor on the server yet. */
  | { kind: 'nowhere' }
  /** On the server, which cannot be asked. */
  | { kind: 'away' }

export const fileDeps = () => ({
  db: currentStore().db,
  fetch: globalThis.fetch.bind(globalThis),
  now: () => Date.now(),
})

/** How a file stands, drawn again as it is sent. */
export function useFileState(row: EvidenceRow): FileState {
  return fileState(
    row,
    currentStore().uploads.value.find(({ id }) => id === row.id),
  )
}

/** Loads the file; the address is good until the component goes. */
export function useFile(row: EvidenceRow): Shown {
  const [shown, setShown] = useState<Shown>({ kind: 'loading' })
  useEffect(() => {
    let url: string | null = null
    let gone = false
    loadFile(fileDeps(), row).then(
      (bytes) => {
        if (gone) return
        if (bytes) url = URL.createObjectURL(new Blob([bytes], { type: row.type }))
        setShown(url === null ? { kind: 'nowhere' } : { kind: 'here', url })
      },
      () => {
        if (!gone) setShown({ kind: 'away' })
      },
    )
    return () => {
      gone = true
      if (url !== null) URL.revokeObjectURL(url)
    }
    // Its hash changes where the server took metadata out: what is here looks the same.
  }, [row.id, row.storedAt === null])
  return shown
}
