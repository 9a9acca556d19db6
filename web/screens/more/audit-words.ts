/** A line of the audit trail in words. */
import {
  type AuditActor,
  type AuditLine,
  revealed,
  SERVER_ACTIONS,
  type ServerAction,
} from '../../../worker/domain/audit.ts'
import { REVEALS } from '../../actions/audit.ts'
import { list } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { changeNames, changeTitle } from './changes.ts'

const isServers = (action: string): action is ServerAction => (SERVER_ACTIONS as readonly string[]).includes(action)

/** `改客户资料`; of a look at contacts, at which. */
export function actionWords(action: string): string {
  if (isServers(action)) return t(`more.audit.action.${action}`)
  const fields = revealed(action).map((field) => t(`more.audit.contact.${field}`))
  return fields.length > 0
    ? t('more.audit.revealed', { what: list(fields) })
    : changeTitle({ name: action.split('.', 2).join('.'), args: null })
}

/** Actions whose words have a text in them; Latin letters only where a word begins. */
export function actionsSaying(text: string): string[] {
  const wanted = (/^[a-z]/i.test(text) ? ` ${text}` : text).toLowerCase()
  if (text === '') return []
  return [...changeNames(), ...SERVER_ACTIONS, ...REVEALS].filter((action) =>
    ` ${actionWords(action)}`.toLowerCase().includes(wanted),
  )
}

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
