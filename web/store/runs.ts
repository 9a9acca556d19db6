/** The recomputes this phone knows of. */
import { useMemo } from 'preact/hooks'
import type { RunRow } from '../../worker/domain/rows.ts'
import { useTable } from './hooks.ts'

/** Newest first. */
export function useRuns(): readonly RunRow[] {
  const runs = useTable('runs')
  return useMemo(() => runs.toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)), [runs])
}

/** The newest finished one: it is behind everybody's figures. Null before the first. */
export const useNewestRun = (): RunRow | null => useRuns().find(({ finishedAt }) => finishedAt !== null) ?? null
