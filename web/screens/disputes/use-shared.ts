import { useEffect, useState } from 'preact/hooks'
import { readShared, type Shared } from '../../store/shared.ts'

/** `reading`, what was shared, `lost`: it could not be taken in, `gone`: it is no longer here. Null: nothing was shared. */
export type SharedState = Shared | 'reading' | 'lost' | 'gone' | null

/** What another app shared, by the id in the address. */
export function useShared(id: string | null): SharedState {
  const [read, setRead] = useState<{ id: string; state: Shared | 'gone' } | null>(null)
  useEffect(() => {
    if (id === null || id === 'lost') return
    let left = false
    readShared(id).then(
      (shared) => !left && setRead({ id, state: shared ?? 'gone' }),
      () => !left && setRead({ id, state: 'gone' }),
    )
    return () => {
      left = true
    }
  }, [id])
  if (id === null || id === 'lost') return id
  return read?.id === id ? read.state : 'reading'
}
