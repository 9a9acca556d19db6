/** Rows for components; they draw again when the rows change, whether by the person, another tab or the server. */
import { computed, type ReadonlySignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { TableName, Tables } from '../../worker/domain/rows.ts'
import { currentStore } from './current.ts'

/** One row as the person sees it, or undefined when there is none (or its table is still being read). */
export function useRow<T extends TableName>(table: T, id: string | null | undefined): Tables[T] | undefined {
  const row = useMemo(() => computed(() => (id ? currentStore().view.get(table, id) : undefined)), [table, id])
  return row.value
}

/** All rows of a table, in no particular order. */
export const useTable = <T extends TableName>(table: T): readonly Tables[T][] => currentStore().view.list(table).value

/** Whether a table is wholly in memory. */
export const useReady = (table: TableName): boolean => currentStore().view.ready[table].value

/** A value derived from the store, computed again only when what it reads changes. `deps` are what else it depends on. */
export function useDerived<R>(derive: () => R, deps: readonly unknown[]): R {
  const value: ReadonlySignal<R> = useMemo(() => computed(derive), [...deps])
  return value.value
}
