import { Archive, Plus } from 'lucide'
import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { SearchField } from '../../components/Field.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { List } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { Strip } from '../../components/Strip.tsx'
import { SyncStrip } from '../../components/SyncStrip.tsx'
import { VirtualList } from '../../components/VirtualList.tsx'
import { t } from '../../i18n/index.ts'
import { readDraft } from '../../store/drafts.ts'
import { useReady, useTable } from '../../store/hooks.ts'
import { useRole } from '../customers/use-role.ts'
import { begin, draftName } from './draft.ts'
import { Ready } from './Ready.tsx'
import { SegmentLine } from './SegmentLine.tsx'
import { useDescribe } from './use-describe.ts'

/** From this many on they are searched. */
const MANY = 8
/** Up to this many leave room for some ready-made ones. */
const FEW = 4

const newestFirst = (a: SegmentRow, b: SegmentRow) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

/** The shop's saved segments, newest first. */
export function SegmentList({ openId }: { openId: string | null }) {
  const { route } = useLocation()
  const all = useTable('segments')
  const ready = useReady('segments')
  const members = useTable('members')
  const mayAct = useRole('agent')
  const describe = useDescribe()
  const [away, setAway] = useState(false)
  const [query, setQuery] = useState('')
  const makers = useMemo(() => new Map(members.map(({ id, name }) => [id, name])), [members])
  const inUse = useMemo(() => all.filter(({ archivedAt }) => archivedAt === null).sort(newestFirst), [all])
  const archived = useMemo(() => all.filter(({ archivedAt }) => archivedAt !== null).sort(newestFirst), [all])
  const listed = away ? archived : inUse
  const typed = fold(query.trim())
  const shown = useMemo(() => listed.filter(({ name }) => fold(name).includes(typed)), [listed, typed])
  const begun = readDraft(draftName(null)) !== null
  const few = !away && listed.length <= FEW
  const title = away ? t('segments.list.archived') : t('customers.segments.title')
  const line = (segment: SegmentRow) => (
    <SegmentLine
      key={segment.id}
      segment={segment}
      sentence={describe(segment.expression)}
      maker={segment.createdBy === null ? undefined : makers.get(segment.createdBy)}
      selected={segment.id === openId}
    />
  )
  const searching = listed.length > MANY
  return (
    <Screen
      title={title}
      back="/customers"
      flush
      fill={!few}
      actions={
        (archived.length > 0 || away) && (
          <IconButton
            icon={Archive}
            label={away ? t('segments.list.inUse') : t('segments.list.archived')}
            pressed={away}
            onClick={() => {
              setAway(!away)
              setQuery('')
            }}
          />
        )
      }
      strip={
        <>
          <SyncStrip />
          {begun && !away && (
            <Strip tone="info" href="/customers/segments/new">
              {t('segments.list.draft')}
            </Strip>
          )}
        </>
      }
      top={searching && <SearchField label={t('segments.list.search')} value={query} onInput={setQuery} />}
      action={
        mayAct &&
        !away && (
          <Button wide kind="primary" icon={Plus} href="/customers/segments/new">
            {t('segments.make')}
          </Button>
        )
      }
    >
      {!ready ? (
        <Spinner label={t('common.list.loading')} />
      ) : few ? (
        <div class="segments-few">
          {listed.length === 0 ? (
            <Empty art="people" title={t('segments.list.empty.title')}>
              {t('segments.list.empty.text')}
            </Empty>
          ) : (
            <List label={title}>{listed.map(line)}</List>
          )}
          <Ready
            known={listed}
            onPick={(suggestion) => {
              begin(suggestion)
              route('/customers/segments/new')
            }}
          />
        </div>
      ) : (
        <VirtualList
          key={`${away} ${typed}`}
          items={shown}
          itemKey={(segment) => segment.id}
          label={title}
          keep={typed === '' ? `segments ${away}` : undefined}
          empty={
            typed === '' ? (
              <Empty art="done" title={t('segments.list.noneArchived')} />
            ) : (
              <Empty art="search" title={t('segments.list.none.title')}>
                {t('segments.list.none.text')}
              </Empty>
            )
          }
        >
          {line}
        </VirtualList>
      )}
    </Screen>
  )
}
