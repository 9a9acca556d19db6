import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { OrderRow } from '../../../worker/domain/rows.ts'
import { openDispute, type Who } from '../../actions/disputes.ts'
import { Button } from '../../components/Button.tsx'
import { Chip, Chips } from '../../components/Chip.tsx'
import { Choices } from '../../components/Choices.tsx'
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
import './disputes.css'
import { newDraft } from './draft-names.ts'
import { useHeldOrders } from './held-orders.ts'
import { PickPerson } from './PickPerson.tsx'
import { Failed, useSubmit } from './submit.tsx'
import { CHANNELS, type Channel, isChannel } from './words.ts'

interface Form {
  customerId: string | null
  /** Someone new, by the name the seller knows them by. */
  nickname: string | null
  words: string
  /** Null: where the person was first met. */
  channel: string | null
  orderId: string | null
  product: string
  wants: string
}

/** How many of the latest orders are offered. */
const ORDERS = 4

/** 记一件纠纷: who, their words, where it came in, which order. Everything else can wait. */
export function NewDispute() {
  const { query, route } = useLocation()
  const from = query.customer || null
  const shop = useShop()
  const now = useNow()
  const draft = useDraft<Form>(newDraft(from), {
    customerId: from,
    nickname: null,
    words: '',
    channel: null,
    orderId: null,
    product: '',
    wants: '',
  })
  const form = draft.value
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
  const met: Channel = customer && isChannel(customer.source) ? customer.source : 'taobao'
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

  const save = () => {
    setTried(true)
    if (!who || form.words.trim() === '') {
      page.current?.querySelector<HTMLElement>(who ? 'textarea' : 'input')?.focus()
      return
    }
    const { words, orderId, product, wants } = form
    let id = ''
    submit.run(
      async () => {
        id = await openDispute({ who, channel, words, orderId, product: product || null, wants: wants || null })
      },
      () => {
        draft.drop()
        toast({ text: t('disputes.new.saved') })
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
                  onClick={() => draft.set({ customerId: null, nickname: null, orderId: null })}
                >
                  {t('disputes.new.change')}
                </Button>
              }
            />
          </List>
        ) : (
          <PickPerson
            error={tried ? t('disputes.new.needWho') : null}
            onPick={(customerId) => draft.set({ customerId, nickname: null })}
            onNew={(nickname) => draft.set({ customerId: null, nickname })}
          />
        )}
        <TextArea
          label={t('disputes.new.words')}
          hint={t('disputes.new.wordsHint')}
          error={tried && form.words.trim() === '' ? t('disputes.new.needWords') : null}
          value={form.words}
          rows={4}
          maxLength={4000}
          onInput={(words) => draft.set({ words })}
        />
        <div class="stack-s">
          <span class="field-label">{t('disputes.new.channel')}</span>
          <Chips label={t('disputes.new.channel')}>
            {[met, ...CHANNELS.filter((one) => one !== met)].map((one) => (
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
