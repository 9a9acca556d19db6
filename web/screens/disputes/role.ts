import { roleAllows } from '../../../worker/domain/mutation.ts'
import type { Role } from '../../../worker/domain/rows.ts'
import { currentStore } from '../../store/current.ts'

/** The role of whoever uses this phone; the least one before it is known. */
export const useRole = (): Role => currentStore().view.state.value.role ?? 'viewer'

/** Whether they may handle disputes, or only look. */
export const useMayWrite = (): boolean => roleAllows(useRole(), 'agent')
