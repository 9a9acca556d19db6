import { roleAllows } from '../../../worker/domain/actor.ts'
import type { Role } from '../../../worker/domain/rows.ts'
import { currentStore } from '../../store/current.ts'

/** Whether the person signed in may do what asks for this role. */
export const useRole = (needs: Role): boolean => roleAllows(currentStore().view.state.value.role ?? 'viewer', needs)
