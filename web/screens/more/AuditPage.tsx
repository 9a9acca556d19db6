import { ScrollText } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { AuditLine } from '../../../worker/domain/audit.ts'
import { type AuditGroup, GROUPS, readAudit } from '../../actions/audit.ts'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { SearchField, Select } from '../../components/Field.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { dateTime } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useTable } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { actionsSaying, actionWords, actorName, hrefOf } from './audit-words.ts'
import { OnlineOnly } from './OnlineOnly.tsx'

/** Typing pauses this long before the server is asked, ms. */
const PAUSE = 300

/** No member's id. */
const ALL = 'all'

/** Who did what, when: only the server knows, and only owners are told. */
export function AuditPage() {
  const { role } = useMe()
  return (
    <Screen title={t('more.page.audit')} back="/more">
      {role === 'owner' ? <Trail /> : <p class="quiet">{t('more.only.owner')}</p>}
    </Screen>
  )
}

function Trail() {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [group, setGroup] = useState<AuditGroup>('all')
  const [member, setMember] = useState('')
  const members = useTable('members')
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div class="stack">
      <SearchField label={t('more.audit.search')} value={typed} onInput={setTyped} />
      <div class="audit-narrow">
        <Select
          label={t('more.audit.kind')}
          value={group}
          options={GROUPS.map((value) => ({ value, label: t(`more.audit.group.${value}`) }))}
          onChange={setGroup}
        />
        {members.length > 1 && (
          <Select
            label={t('more.audit.who')}
            value={member || ALL}
            options={[
              { value: ALL, label: t('more.audit.everybody') },
              ...members.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => setMember(id === ALL ? '' : id)}
          />
        )}
      </div>
      <Lines key={`${group} ${member} ${q}`} q={q} group={group} member={member} />
    </div>
  )
}

function Lines({ q, group, member }: { q: string; group: AuditGroup; member: string }) {
  const all = q === '' && group === 'all' && member === ''
  const [lines, setLines] = useState<readonly AuditLine[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const { busy, error, request } = useRequest()
  const here = useRef(true)
  const load = (cursor: string) =>
    void request(async () => {
      const page = await readAudit({ q, said: actionsSaying(q), group, member, cursor })
      // Something else was asked for meanwhile.
      if (!here.current) return
      setLines((before) => [...(cursor === '' ? [] : (before ?? [])), ...page.lines])
      setNext(page.next)
    })
  useEffect(() => {
    load('')
    return () => {
      here.current = false
    }
  }, [])
  const unreachable = error?.code === 'network' || error?.code === 'timeout'
  if (!lines && unreachable) return <OnlineOnly onRetry={() => load('')} />
  return (
    <>
      {!lines && !error && <Spinner label={t('common.list.loading')} />}
      {lines?.length === 0 && (
        <Empty art={all ? 'case' : 'search'} title={t(all ? 'more.audit.empty' : 'more.audit.none')}>
          {t(all ? 'more.audit.emptyText' : 'more.audit.noneText')}
        </Empty>
      )}
      {lines && lines.length > 0 && (
        <List label={t('more.page.audit')}>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </List>
      )}
      {error && !(unreachable && !lines) && (
        <ErrorNote
          title={error.words.what}
          todo={error.words.todo}
          action={
            <Button small onClick={() => load(next ?? '')}>
              {t('common.do.retry')}
            </Button>
          }
        />
      )}
      {next !== null && !error && (
        <Button wide busy={busy} onClick={() => load(next)}>
          {t('more.audit.more')}
        </Button>
      )}
    </>
  )
}

function Line({ line }: { line: AuditLine }) {
  const { timezone } = useShop()
  const now = useNow()
  const href = hrefOf(line.target)
  const at = (ms: number) => dateTime(ms, timezone, now)
  const whoAndWhom = [actorName(line.actor), line.target?.name].filter(Boolean).join(' → ')
  return (
    <Row
      {...(href ? { href, chevron: true } : {})}
      lead={<Icon of={ScrollText} size={20} />}
      title={actionWords(line.action)}
      sub={
        line.saidAt === null ? (
          whoAndWhom
        ) : (
          <span class="wraps">{`${whoAndWhom} · ${t('more.audit.onPhone', { at: at(line.saidAt) })}`}</span>
        )
      }
      meta={<span class="small quiet">{at(line.at)}</span>}
    />
  )
}
