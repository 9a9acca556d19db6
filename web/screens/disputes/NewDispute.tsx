import './intake-texts.ts'
import { ClipboardPaste } from 'lucide'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { CASE_CHANNELS } from '../../../worker/domain/channels.ts'
import type { OrderRow } from '../../../worker/domain/rows.ts'
import { openDispute, type Who } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Chip, Chips } from '../../components/Chip.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNote, Hint } from '../../components/ErrorNote.tsx'
import { Field, TextArea } from '../../components/Field.tsx'
import { List, Row } from '../../components/Row.tsx'
import { Screen } from '../../components/Screen.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { toast } from '../../components/Toast.tsx'
import { ago, money } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useDraft } from '../../store/drafts.ts'
import { useRow } from '../../store/hooks.ts'
import { callName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { useShop } from '../../store/shop.ts'
import { Candidates } from './Candidates.tsx'
import './disputes.css'
import { newDraft } from './draft-names.ts'
import { settleShared } from './hand-over.ts'
import { useHeldOrders } from './held-orders.ts'
import { PickPerson } from './PickPerson.tsx'
import { SharedImages } from './SharedImages.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { type TakenIn, useIntake } from './use-intake.ts'
import { type Channel, isChannel } from './words.ts'

interface Form extends TakenIn {
  /** Null: where the person was first met, else where the last complaint came in. */
  channel: string | null
  wants: string
}

/** How many of the latest orders are offered. */
const ORDERS = 4
const MOST_WORDS = 4000
/** Some browsers let no page read the clipboard; long-pressing the box works everywhere. */
const canPaste = (): boolean => typeof navigator.clipboard?.readText === 'function'

/** 记一件纠纷: who, their words, where it came in, which order. Everything else can wait. */
export function NewDispute() {
  const { query, route } = useLocation()
  const from = query.customer || null
  const sharedId = query.shared || null
  const shop = useShop()
  const now = useNow()
  // What was shared is a form of its own: a half-typed one is not written over.
  const draft = useDraft<Form>(newDraft(sharedId && sharedId !== 'lost' ? `shared.${sharedId}` : from), {
    ...{ customerId: from, nickname: null, words: '', channel: null, wants: '' },
    ...{ orderId: null, orderRef: null, product: '', matchedBy: null },
  })
  const last = useDraft<{ channel: string | null }>('dispute.channel', { channel: null })
  const form = draft.value
  const intake = useIntake(form, draft.touched, draft.set, sharedId)
  const { shared } = intake
  const customer = useRow('customers', form.customerId)
  const orders = useHeldOrders(form.customerId)
  const submit = useSubmit(form)
  const [tried, setTried] = useState(false)
  const page = useRef<HTMLDivElement>(null)

  const who: Who | null = form.customerId
    ? { customerId: form.customerId }
    : form.nickname
      ? { nickname: form.nickname }
      : null
  const before = last.value.channel
  const met: Channel =
    customer && isChannel(customer.source) ? customer.source : before && isChannel(before) ? before : 'taobao'
  const channel = form.channel ?? met
  const known = who !== null

  // The keyboard opens where there is something to type: who first, then their words.
  useEffect(() => {
    page.current?.querySelector<HTMLElement>(known ? 'textarea' : 'input')?.focus()
  }, [known])

  const optionOf = ({ id, summary, placedAt, total, externalId }: OrderRow) => ({
    value: id,
    label: summary,
    hint: [ago(placedAt, { zone: shop.timezone, now }), money(total, shop.currency), externalId].join(' · '),
  })
  const pickOrder = (id: string) => {
    const named = (orderId: string | null) => orders?.find((order) => order.id === orderId)?.summary.slice(0, 200) ?? ''
    const orderId = id || null
    // A product typed by hand stays.
    const byHand = form.product !== '' && form.product !== named(form.orderId)
    draft.set(byHand ? { orderId } : { orderId, product: named(orderId) })
  }

  /** Lays a pasted text in as the buyer's words; what the chat wrapped around them goes, and can be had back. */
  const take = (text: string) => {
    const { words } = intake.take(text)
    const kept = (words === '' ? text.trim() : words).slice(0, MOST_WORDS)
    draft.set({ words: kept })
    if (kept !== text.trim())
      toast({ text: t('intake.cleaned'), undo: () => draft.set({ words: text.slice(0, MOST_WORDS) }) })
  }
  const paste = async () => {
    try {
      const text = await navigator.clipboard.readText()
      if (text.trim() === '') toast({ text: t('intake.pasteEmpty') })
      else take(text)
    } catch {
      toast({ text: t('intake.pasteFailed'), tone: 'danger' })
    }
    page.current?.querySelector('textarea')?.focus()
  }
  const pasted = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? ''
    if (form.words !== '' || text.trim() === '') return
    event.preventDefault()
    take(text)
  }

  const save = () => {
    setTried(true)
    if (!who || form.words.trim() === '') {
      page.current?.querySelector<HTMLElement>(who ? 'textarea' : 'input')?.focus()
      return
    }
    const { words, orderId, product, wants } = form
    const taken = shared !== null && typeof shared === 'object' ? shared : null
    const orderRef = orderId === null ? form.orderRef : null
    const rest = { product: product || null, wants: wants || null, source: taken ? 'share' : 'hand' } as const
    let id = ''
    let missed = 0
    submit.run(
      async () => {
        id = await openDispute({ who, channel, words, orderId, orderRef, ...rest })
        if (taken) missed = await settleShared(taken, id)
      },
      () => {
        draft.drop()
        last.set({ channel })
        if (missed > 0) toast({ text: t('intake.shared.imagesKept', { n: missed }), tone: 'danger' })
        else toast({ text: t('disputes.new.saved') })
        route(`/disputes/${id}`, true)
      },
    )
  }

  return (
    <Screen
      title={t('disputes.new.title')}
      back="/disputes"
      bare
      action={
        <Button wide kind="primary" busy={submit.busy} onClick={save}>
          {t('disputes.new.save')}
        </Button>
      }
    >
      <div class="stack" ref={page}>
        {(shared === 'lost' || shared === 'gone') && <ErrorNote tone="warn" title={t(`intake.shared.${shared}`)} />}
        {shared !== null && typeof shared === 'object' && (
          <>
            <Hint>{t('intake.shared.hint')}</Hint>
            <SharedImages files={shared.files} />
          </>
        )}
        {!known && intake.matches.length > 0 && <Candidates matches={intake.matches} onPick={intake.pick} />}
        {known ? (
          <List inset>
            <Row
              lead={<TierMark tier={customer?.tier ?? null} />}
              title={customer ? callName(customer) : (form.nickname ?? t('common.list.loading'))}
              sub={customer?.lastOrderAt ? <LastOrder at={customer.lastOrderAt} /> : undefined}
              trail={
                <Button
                  kind="quiet"
                  small
                  onClick={() => draft.set({ customerId: null, nickname: null, orderId: null, matchedBy: null })}
                >
                  {t('disputes.new.change')}
                </Button>
              }
            />
          </List>
        ) : (
          <PickPerson
            error={tried ? t('disputes.new.needWho') : null}
            name={intake.matches.length > 0 ? null : intake.name}
            onPick={(customerId) => draft.set({ customerId, nickname: null })}
            onNew={(nickname) => draft.set({ customerId: null, nickname })}
          />
        )}
        {known && form.matchedBy && (
          <p class="small quiet" role="status">
            {t('intake.match.sure', { by: t(`intake.match.by.${form.matchedBy}`) })}
          </p>
        )}
        <div class="stack-s" onPaste={pasted}>
          <TextArea
            label={t('disputes.new.words')}
            hint={t('disputes.new.wordsHint')}
            error={tried && form.words.trim() === '' ? t('disputes.new.needWords') : null}
            value={form.words}
            rows={4}
            maxLength={MOST_WORDS}
            onInput={(words) => draft.set({ words })}
          />
          {form.words === '' && canPaste() && (
            <div>
              <Button small icon={ClipboardPaste} onClick={() => void paste()}>
                {t('intake.paste')}
              </Button>
            </div>
          )}
        </div>
        {form.orderRef && form.orderId === null && <Hint>{t('intake.match.orderRef', { number: form.orderRef })}</Hint>}
        <div class="stack-s">
          <span class="field-label">{t('disputes.new.channel')}</span>
          <Chips label={t('disputes.new.channel')}>
            {[met, ...CASE_CHANNELS.filter((one) => one !== met)].map((one) => (
              <Chip key={one} pressed={one === channel} onClick={() => draft.set({ channel: one })}>
                {t(`disputes.channel.${one}`)}
              </Chip>
            ))}
          </Chips>
        </div>
        {orders && orders.length > 0 && (
          <Choices
            stacked
            label={t('disputes.new.order')}
            value={form.orderId ?? ''}
            options={[...orders.slice(0, ORDERS).map(optionOf), { value: '', label: t('disputes.new.noOrder') }]}
            onChange={pickOrder}
          />
        )}
        <Field
          label={t('disputes.new.product')}
          optional
          value={form.product}
          maxLength={200}
          onInput={(product) => draft.set({ product })}
        />
        <Field
          label={t('disputes.new.wants')}
          hint={t('disputes.new.wantsHint')}
          optional
          value={form.wants}
          maxLength={1000}
          onInput={(wants) => draft.set({ wants })}
        />
        <Failed failed={submit.failed} />
      </div>
    </Screen>
  )
}

function LastOrder({ at }: { at: number }) {
  const { timezone } = useShop()
  return t('disputes.new.lastOrder', { when: ago(at, { zone: timezone, now: useNow() }) })
}
