import { Plus, Undo2 } from 'lucide'
import { useMemo, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { SegmentRow } from '../../../worker/domain/rows.ts'
import { conditionCount, isReadable, MAX_CONDITIONS, type SegmentExpression } from '../../../worker/domain/segment.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { editSegment, saveSegment, type Written } from '../../actions/segments.ts'
import { Button, IconButton } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Hint } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Spinner } from '../../components/Progress.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'
import { useDraft, writeDraft } from '../../store/drafts.ts'
import { useReady, useRow } from '../../store/hooks.ts'
import { useRole } from '../customers/use-role.ts'
import { ConditionSheet } from './ConditionSheet.tsx'
import { Conflict } from './Conflict.tsx'
import { CountFoot } from './CountFoot.tsx'
import { type Built, begin, draftName, startOf } from './draft.ts'
import { conditionAt, expressionOf, type Mode, newGroupMode, type Place, put, type Tree } from './form.ts'
import { PartList } from './PartList.tsx'
import { Ready } from './Ready.tsx'
import { useTally } from './use-tally.ts'

const MAX_NAME = 40

/** A new segment, or another look at one. `id`: null for a new one. */
export function SegmentBuilder({ id }: { id: string | null }) {
  const row = useRow('segments', id)
  const ready = useReady('segments')
  const back = id ? `/customers/segments/${id}` : '/customers/segments'
  const title = t(id ? 'segments.edit' : 'segments.make')
  if (id && !row) {
    return (
      <Screen title={title} back="/customers/segments" bare>
        {ready ? (
          <Empty
            art="search"
            title={t('segments.page.missing')}
            action={<Button href="/customers/segments">{t('segments.page.toList')}</Button>}
          >
            {t('segments.page.missingText')}
          </Empty>
        ) : (
          <Spinner label={t('common.list.loading')} />
        )}
      </Screen>
    )
  }
  if (row && !isReadable(row.expression)) {
    return (
      <Screen title={title} back={back} bare>
        <Empty art="case" title={t('segments.build.unreadable')}>
          {t('segments.build.unreadableText')}
        </Empty>
      </Screen>
    )
  }
  return <Builder row={row} title={title} back={back} />
}

interface BuilderProps {
  /** Undefined for a new one. */
  row: SegmentRow | undefined
  title: string
  back: string
}

function Builder({ row, title, back }: BuilderProps) {
  const { route } = useLocation()
  const mayAct = useRole('agent')
  const start = useMemo(() => startOf(row), [row])
  const key = draftName(row?.id ?? null)
  const draft = useDraft<Built>(key, start)
  const { name, mode, parts, seen } = draft.value
  const tree: Tree = useMemo(() => ({ mode, parts }), [mode, parts])
  const expression = useMemo(() => expressionOf(tree), [tree])
  const counted = useTally({ expression, parts })
  const each = counted.tally?.each ?? []
  const [place, setPlace] = useState<Place | null>(null)
  const [tried, setTried] = useState(false)
  const [conflict, setConflict] = useState<Partial<Written> | null>(null)
  const form = useRef<HTMLDivElement>(null)
  const { busy, attempt } = useAttempt()

  // What was seen when the first change was made is what later changes are laid over.
  const set = (more: Partial<Built>) => draft.set({ seen, ...more })
  const setTree = (next: Tree) => set({ mode: next.mode, parts: next.parts })
  const fits = expression === null || isReadable(expression)
  const full = expression !== null && conditionCount(expression) >= MAX_CONDITIONS
  const nameless = name.trim() === ''

  const drop = () => {
    const typed = draft.value
    draft.drop()
    setConflict(null)
    setTried(false)
    toast({ text: t('segments.build.dropped'), undo: () => writeDraft(key, { ...typed }) })
  }
  const save = (replaced?: Written) => {
    setTried(true)
    if (nameless) form.current?.querySelector('input')?.focus()
    if (nameless || !expression || !fits) return
    const wanted = { name: name.trim(), expression }
    attempt(async () => {
      try {
        await store(wanted, replaced)
      } catch (error) {
        if (!row || !(error instanceof Refusal) || error.code !== 'conflict') throw error
        setConflict(theirsOf(error))
      }
    })
  }
  const store = async (wanted: Written, replaced?: Written) => {
    const text = t('segments.build.saved', { name: wanted.name })
    if (!row || !seen) {
      const id = await saveSegment(wanted)
      draft.drop()
      toast({ text })
      route(`/customers/segments/${id}`, true)
      return
    }
    const undo = await editSegment(row.id, seen, wanted, replaced)
    draft.drop()
    toast(undo ? { text, undo: undoing(undo, t('common.said.undone')) } : { text })
    route(back, true)
  }
  const group = newGroupMode(tree)
  return (
    <Screen
      title={title}
      back={back}
      bare
      subtitle={draft.touched && mayAct && t('segments.build.kept')}
      actions={draft.touched && <IconButton icon={Undo2} label={t('segments.build.drop')} onClick={drop} />}
      action={
        <CountFoot counted={counted} blank={parts.length === 0}>
          {mayAct ? (
            <Button kind="primary" wide busy={busy} disabled={parts.length === 0} onClick={() => save()}>
              {t('common.do.save')}
            </Button>
          ) : (
            <Hint>{t('segments.build.viewer')}</Hint>
          )}
        </CountFoot>
      }
    >
      <div class="stack builder" ref={form}>
        {conflict && row && (
          <Conflict
            theirs={conflict}
            onKeep={() => {
              setConflict(null)
              save({ name: row.name, expression: row.expression })
            }}
            onTake={() => {
              setConflict(null)
              draft.drop()
            }}
          />
        )}
        {mayAct && (
          <Field
            label={t('segments.build.name')}
            placeholder={t('segments.build.namePlaceholder')}
            value={name}
            onInput={(text) => set({ name: text })}
            maxLength={MAX_NAME}
            error={tried && nameless ? t('segments.build.nameMissing') : null}
          />
        )}
        <Section title={t('segments.build.conditions')}>
          <div class="stack-s">
            {parts.length > 1 && (
              <Segmented<Mode>
                label={t('segments.build.mode')}
                hideLabel
                value={mode}
                options={(['all', 'any'] as const).map((value) => ({ value, label: t(`segments.build.${value}`) }))}
                onChange={(next) => setTree({ mode: next, parts })}
              />
            )}
            <PartList
              tree={tree}
              each={each.length === parts.length ? each : []}
              full={full}
              onEdit={setPlace}
              onChange={(next) => {
                setTree(next)
                toast({ text: t('segments.build.removed'), undo: () => setTree(tree) })
              }}
              onMode={setTree}
            />
            {full ? (
              <p class="small quiet">{t('segments.build.full', { max: MAX_CONDITIONS })}</p>
            ) : (
              <div class="builder-add">
                <Button small icon={Plus} onClick={() => setPlace({ in: 'top', at: null })}>
                  {t('segments.build.add')}
                </Button>
                {parts.length > 0 && (
                  <Button small kind="quiet" onClick={() => setPlace({ in: 'new group' })}>
                    {t('segments.build.addGroup', { mode: t(`segments.build.${group}`) })}
                  </Button>
                )}
              </div>
            )}
            {!fits && (
              <p class="small segment-wrong" role="alert">
                {t('segments.build.tooDeep')}
              </p>
            )}
          </div>
        </Section>
        {parts.length === 0 && !row && <Ready onPick={begin} />}
      </div>
      {place && (
        <ConditionSheet
          start={conditionAt(tree, place)}
          wholeWith={(condition) => expressionOf(put(tree, place, condition))}
          onDone={(condition) => {
            setTree(put(tree, place, condition))
            setPlace(null)
          }}
          onClose={() => setPlace(null)}
        />
      )}
    </Screen>
  )
}

/** What the others wrote, by a refusal `conflict`. */
function theirsOf({ details }: Refusal): Partial<Written> {
  const fields = details.fields as { name?: { theirs: string }; expression?: { theirs: SegmentExpression } }
  return {
    ...(fields.name && { name: fields.name.theirs }),
    ...(fields.expression && { expression: fields.expression.theirs }),
  }
}
