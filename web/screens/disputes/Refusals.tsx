import { useLocation } from 'preact-iso'
import type { DisputeRow } from '../../../worker/domain/rows.ts'
import { setDeadlines, snooze, stopWaiting, waitForBuyer } from '../../actions/dispute-talk.ts'
import { editDispute } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { toast } from '../../components/Toast.tsx'
import { refusalText } from '../../i18n/errors.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import type { Rejection } from '../../store/database.ts'
import { writeDraft } from '../../store/drafts.ts'
import { useShop } from '../../store/shop.ts'
import { newDraft, noteDraft, stepDraft, talkDraft } from './draft-names.ts'
import { type Args, argsOf, fieldName, fieldValue, rejectionsOf, saidIn, sidesOf } from './rejections.ts'
import { Failed, useSubmit } from './submit.tsx'

interface Props {
  /** The case, on this phone or not. */
  id: string
  dispute: DisputeRow | null
}

/** What the server refused about a case, with both sides where two people met, until it is dealt with. */
export function Refusals({ id, dispute }: Props) {
  const rejections = rejectionsOf(currentStore().view.rejections.value, id)
  return rejections.map((rejection) => <Refused key={rejection.id} rejection={rejection} dispute={dispute} />)
}

const ACTIONS = ['open', 'reply', 'analyse', 'resolve', 'approve', 'record', 'attempt', 'rate', 'note', 'edit'] as const

/** What is done between the steps. */
const BETWEEN = [
  'hear',
  'answer',
  'wait',
  'resume',
  'snooze',
  'deadlines',
  'contact',
  'merge',
  'unmerge',
  'spam',
  'unspam',
] as const

function actionName(name: string): string {
  if (name === 'customer.add') return t('disputes.refused.action.add')
  const between = BETWEEN.find((one) => name === `dispute.${one}`)
  if (between) return t(`handling.change.${between}`)
  const action = ACTIONS.find((one) => name === `dispute.${one}`)
  return t(`disputes.refused.action.${action ?? 'other'}`)
}

function Refused({ rejection, dispute }: { rejection: Rejection; dispute: DisputeRow | null }) {
  const { currency } = useShop()
  const { route } = useLocation()
  const submit = useSubmit(rejection.id)
  const words = refusalText(rejection.code)
  const sides = sidesOf(rejection)
  const said = sides.length > 0 ? [] : saidIn(rejection)
  const dismiss = () => currentStore().dismissRejection(rejection.id)
  const back = wayBack(rejection, dispute)
  const takeBack = async () => {
    if (back === null) return
    if (back.kind === 'edit') await back.save()
    else writeDraft(back.name, back.typed)
    await dismiss()
  }
  const after = () => {
    if (back?.kind === 'new') route('/disputes/new')
    if (back?.kind === 'draft') toast({ text: t('disputes.refused.took') })
  }
  return (
    <div class="stack-s">
      <ErrorNote
        title={t('disputes.refused.title', { action: actionName(rejection.name) })}
        kept={words.what}
        todo={words.todo}
        action={
          <>
            {sides.length > 0 && (
              <div class="sides">
                {sides.map(([field, { yours, theirs }]) => (
                  <div key={field}>
                    <p>{fieldName(field)}</p>
                    <dl>
                      <dt>{t('disputes.refused.yours')}</dt>
                      <dd>{fieldValue(field, yours, currency)}</dd>
                      <dt>{t('disputes.refused.theirs')}</dt>
                      <dd>{fieldValue(field, theirs, currency)}</dd>
                    </dl>
                  </div>
                ))}
              </div>
            )}
            {said.length > 0 && (
              <div class="sides">
                <p>{t('disputes.refused.kept')}</p>
                <dl>
                  {said.map(([field, value]) => (
                    <>
                      <dt>{fieldName(field)}</dt>
                      <dd>{fieldValue(field, value, currency)}</dd>
                    </>
                  ))}
                </dl>
              </div>
            )}
            <div class="line wrap">
              {back && (
                <Button small busy={submit.busy} onClick={() => submit.run(takeBack, after)}>
                  {t(`disputes.refused.${back.kind === 'edit' ? 'mine' : back.kind === 'new' ? 'again' : 'redo'}`)}
                </Button>
              )}
              <Button small kind="quiet" onClick={() => submit.run(dismiss, () => {})}>
                {t('disputes.refused.dismiss')}
              </Button>
            </div>
          </>
        }
      />
      <Failed failed={submit.failed} />
    </div>
  )
}

type WayBack = { kind: 'draft' | 'new'; name: string; typed: Args } | { kind: 'edit'; save: () => Promise<unknown> }

/** How what was refused can be taken up again; null where the case has moved on and it can only be read. */
function wayBack(rejection: Rejection, dispute: DisputeRow | null): WayBack | null {
  const args = argsOf(rejection)
  const { name } = rejection
  if (!dispute) {
    const { words, channel, product, wants } = args
    return name === 'dispute.open'
      ? { kind: 'new', name: newDraft(null), typed: { words, channel, product: product ?? '', wants: wants ?? '' } }
      : null
  }
  if (name === 'dispute.note') return { kind: 'draft', name: noteDraft(dispute.id), typed: { text: args.text } }
  if (name === 'dispute.edit' && dispute.step !== 'closed') {
    const { words, wants, product, assignee } = dispute
    const now = { words, wants, product, assignee }
    return {
      kind: 'edit',
      save: async () => editDispute(dispute.id, { ...now, ...(args.set as Partial<typeof now>) }, now),
    }
  }
  if (dispute.step !== 'closed') {
    if (name === 'dispute.hear')
      return { kind: 'draft', name: talkDraft(dispute.id, 'hear'), typed: { text: args.text } }
    if (name === 'dispute.answer') {
      return { kind: 'draft', name: talkDraft(dispute.id, 'answer'), typed: { text: args.text, waits: args.waits } }
    }
    const again = { kind: 'edit' as const }
    if (name === 'dispute.wait') return { ...again, save: async () => waitForBuyer(dispute) }
    if (name === 'dispute.resume') return { ...again, save: async () => stopWaiting(dispute) }
    if (name === 'dispute.snooze') return { ...again, save: async () => snooze(dispute, args.until as number | null) }
    if (name === 'dispute.deadlines') {
      const { handleBy, proveBy } = dispute
      const now = { handleBy, proveBy }
      return {
        ...again,
        save: async () => setDeadlines(dispute.id, { ...now, ...(args.set as Partial<typeof now>) }, now),
      }
    }
  }
  if (
    args.from !== dispute.step ||
    args.loop !== dispute.loop ||
    name === 'dispute.attempt' ||
    name === 'dispute.approve'
  ) {
    return null
  }
  // The forms use the names of the arguments; what identifies the case is not theirs.
  const { id: _id, from: _from, loop: _loop, customerId: _customer, taskId: _task, was: _was, at: _at, ...typed } = args
  return { kind: 'draft', name: stepDraft(dispute, dispute.step), typed }
}
