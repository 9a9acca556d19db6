/** Who is signed in, as this phone knows it without asking. */
import type { Role } from '../../worker/domain/rows.ts'
import { currentStore } from './current.ts'
import { useTable } from './hooks.ts'

export interface Me {
  id: string | null
  role: Role
  /** Empty until the members have arrived. */
  name: string
}

/** Drawn again when the role changes. */
export function useMe(): Me {
  const { userId, role } = currentStore().view.state.value
  const member = useTable('members').find(({ id }) => id === userId)
  return { id: userId, role: role ?? 'viewer', name: member?.name ?? '' }
}

/** How many changes and photos this phone has not yet sent. */
export const useUnsent = (): number => currentStore().unsent.value
