/** Who has a case. */
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'

type Case = Pick<DisputeRow, 'assignee' | 'step'>

/** Name of a member as their colleagues read it; null for nobody, undefined in a shop of one, where it goes without saying. */
export function useWho(): (dispute: Case) => string | null | undefined {
  const members = useTable('members')
  const me = useMe().id
  if (members.length < 2) return () => undefined
  const names = new Map(members.map(({ id, name }) => [id, id === me ? t('disputes.who.you') : name]))
  return ({ assignee }) => (assignee === null ? null : (names.get(assignee) ?? null))
}
