/** The recomputes this phone knows of. */
import { useMemo } from 'preact/hooks'
import type { RunRow } from '../../worker/domain/rows.ts'
import { useTable } from './hooks.ts'

/** Newest first; phones hear of finished ones only, but for what an older release told them. */
export function useRuns(): readonly RunRow[] {
  const runs = useTable('runs')
  return useMemo(
    () =>
      runs
        .filter(({ finishedAt }) => finishedAt !== null)
        .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)),
    [runs],
  )
}

/** It is behind everybody's figures. Null before the first. */
export const useNewestRun = (): RunRow | null => useRuns()[0] ?? null
