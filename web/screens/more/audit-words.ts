/** A line of the audit trail in words. */
import { type AuditActor, type AuditLine, SERVER_ACTIONS, type ServerAction } from '../../../worker/domain/audit.ts'
import { t } from '../../i18n/index.ts'
import { changeTitle } from './changes.ts'

const isServers = (action: string): action is ServerAction => (SERVER_ACTIONS as readonly string[]).includes(action)

/** `改客户资料` */
export const actionWords = (action: string): string =>
  isServers(action) ? t(`more.audit.action.${action}`) : changeTitle({ name: action, args: null })

/** Who it was, also somebody who is gone. */
export function actorName({ kind, name }: AuditActor): string {
  if (kind === 'key') return t('more.audit.by.key', { name: name ?? t('common.list.unknown') })
  if (kind === 'member') return name ?? t('more.audit.by.gone')
  return t(`more.audit.by.${kind}`)
}

export function hrefOf(target: AuditLine['target']): string | null {
  if (target?.kind === 'customer') return `/customers/${target.id}`
  return target?.kind === 'dispute' ? `/disputes/${target.id}` : null
}
