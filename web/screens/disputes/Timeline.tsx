import { useState } from 'preact/hooks'
import { roleAllows } from '../../../worker/domain/actor.ts'
import { withMerged } from '../../../worker/domain/dispute-merge.ts'
import { isErased } from '../../../worker/domain/erased.ts'
import type { Cause, DisputeEventRow, DisputeRow, Remedy, Satisfaction } from '../../../worker/domain/rows.ts'
import { addNote } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Section } from '../../components/Screen.tsx'
import { toast } from '../../components/Toast.tsx'
import { recently } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDraft } from '../../store/drafts.ts'
import { useDerived, useRow } from '../../store/hooks.ts'
import { useMe } from '../../store/me.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { noteDraft } from './draft-names.ts'
import './handling/texts.ts'
import { evidenceLine } from './evidence-state.ts'
import { fieldName, fieldValue } from './rejections.ts'
import { Failed, useSubmit } from './submit.tsx'
import { marksLine, remedyLines } from './words.ts'

/** Everything that happened in a case, the latest first, and notes nobody outside the shop sees. */
export function Timeline({ dispute }: { dispute: DisputeRow }) {
  const shop = useShop()
  const now = useNow()
  const erased = isErased(useRow('customers', dispute.customerId))
  const mayWrite = roleAllows(useMe().role, 'agent') && !erased
  const draft = useDraft(noteDraft(dispute.id), { text: '' })
  const [open, setOpen] = useState(draft.touched)
  const events = useDerived(() => eventsOf(dispute.id), [dispute.id])
  return (
    <Section
      title={t('disputes.timeline.title')}
      aside={
        mayWrite &&
        !open && (
          <Button kind="quiet" small onClick={() => setOpen(true)}>
            {t('disputes.timeline.note')}
          </Button>
        )
      }
    >
      {open && mayWrite && <NoteForm dispute={dispute} draft={draft} onDone={() => setOpen(false)} />}
      <ol class="timeline">
        {events.map((event) => (
          <li key={event.id}>
            <p class="timeline-head">
              <b>{event.data.edited ? t('disputes.refused.action.edit') : t(`disputes.event.${event.kind}`)}</b>
              <span class="small quiet">
                {t('disputes.timeline.by', {
                  who: nameOf(event, dispute),
                  when: recently(event.at, { zone: shop.timezone, now }),
                })}
              </span>
            </p>
            {linesOf(event, shop.currency, shop.timezone).map((line, i) => (
              <p key={i} class="small timeline-line">
                {line}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function NoteForm({
  dispute,
  draft,
  onDone,
}: {
  dispute: DisputeRow
  draft: ReturnType<typeof useDraft<{ text: string }>>
  onDone: () => void
}) {
  const submit = useSubmit(draft.value)
  const { text } = draft.value
  const save = () =>
    submit.run(
      () => addNote(dispute, text),
      () => {
        draft.drop()
        toast({ text: t('disputes.timeline.noteSaved') })
        onDone()
      },
    )
  return (
    <div class="stack-s note-form">
      <TextArea
        label={t('disputes.timeline.noteLabel')}
        hint={t('disputes.timeline.noteHint')}
        value={text}
        rows={2}
        maxLength={2000}
        onInput={(value) => draft.set({ text: value })}
      />
      <Failed failed={submit.failed} />
      <div class="line">
        <Button small busy={submit.busy} disabled={text.trim() === ''} onClick={save}>
          {t('disputes.timeline.noteSave')}
        </Button>
        <Button
          small
          kind="quiet"
          onClick={() => {
            draft.drop()
            onDone()
          }}
        >
          {t('common.do.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** Those of the case, and what became of files that came in with another one. */
function eventsOf(caseId: string): DisputeEventRow[] {
  const { view } = currentStore()
  const whole = withMerged(view.list('disputes').value, caseId)
  return view
    .list('disputeEvents')
    .value.filter(({ disputeId, kind }) => disputeId === caseId || (kind === 'evidence' && whole.has(disputeId)))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
}

/** What nobody of the shop did and no job does, the buyer did with their link. */
const BUYERS: readonly DisputeEventRow['kind'][] = ['heard', 'evidence', 'closed', 'reopened']

function nameOf({ by, kind }: DisputeEventRow, { source }: DisputeRow): string {
  if (by !== null) return currentStore().view.get('members', by)?.name ?? t('common.list.unknown')
  const theirs = BUYERS.includes(kind) || (kind === 'opened' && source === 'link')
  return t(theirs ? 'disputes.links.buyer' : 'disputes.timeline.system')
}

const text = (value: unknown): string[] => (typeof value === 'string' && value.trim() !== '' ? [value] : [])
const marks = (value: unknown): string[] => (value ? [marksLine(value as Satisfaction)] : [])

/** What an event holds, in a line or two. */
function linesOf({ kind, data }: DisputeEventRow, currency: string, zone: string): string[] {
  switch (kind) {
    case 'opened':
      return text(data.words)
    case 'replied':
      return text(data.text)
    case 'analysed':
      return [...(data.cause ? [t(`disputes.cause.${data.cause as Cause}`)] : []), ...text(data.real)]
    case 'resolved':
      return [...remedyLines((data.remedies ?? []) as Remedy[], currency, zone), ...text(data.told)]
    case 'approved':
      return typeof data.cost === 'number' ? [fieldValue('cost', data.cost, currency)] : []
    case 'recorded':
      return [
        ...text(data.done),
        ...text(data.lesson),
        ...(data.approval === 'needed' ? [t('disputes.approval.needed')] : []),
      ]
    case 'attempted':
    case 'rated':
    case 'reopened':
    case 'closed':
      if (data.outcome === 'spam') return [t('handling.event.spam')]
      return [
        ...(typeof data.attempt === 'number' ? [t('disputes.timeline.attempt', { n: data.attempt })] : []),
        ...marks(data.satisfaction),
        ...text(data.comment),
        ...text(data.note),
      ]
    case 'heard':
    case 'answered':
      return [...text(data.text), ...(data.waits ? [t('handling.event.waits')] : [])]
    case 'merged':
      return mergedLines(data)
    case 'waiting':
    case 'resumed':
      return text(data.text)
    case 'evidence':
      return text(evidenceLine(data))
    case 'linked':
      return data.revoked ? [t('disputes.links.viaLink')] : []
    case 'note':
      if (data.outcome === 'spam') return [t('handling.event.noSpam')]
      if ('contact' in data) return [contactLine(data.contact)]
      return data.edited ? editedLines(data.edited as Edited, currency) : text(data.text)
  }
}

/** How the buyer can be reached; whoever may not know it hears that they left it. */
const contactLine = (contact: unknown): string =>
  typeof contact === 'string' ? t('disputes.timeline.contact', { contact }) : t('disputes.timeline.contactHidden')

/** Of the case that stays what came in; of the one that went, that it went. */
function mergedLines({ undone, from, words, wants }: Record<string, unknown>): string[] {
  if (undone) return [t('handling.event.apart')]
  if (!from) return [t('handling.event.went')]
  return [
    t('handling.event.came', { words: String(words ?? '') }),
    ...text(wants).map((wish) => t('handling.event.wants', { wants: wish })),
  ]
}

type Edited = { [field: string]: { from: unknown; to: unknown } }

const editedLines = (edited: Edited, currency: string): string[] =>
  Object.entries(edited).map(([field, { from, to }]) =>
    t('disputes.timeline.changed', {
      field: fieldName(field),
      from: fieldValue(field, from, currency),
      to: fieldValue(field, to, currency),
    }),
  )
