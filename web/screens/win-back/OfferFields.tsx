import { explain } from '../../../worker/domain/explain.ts'
import type { OfferRow, ShopRow } from '../../../worker/domain/rows.ts'
import { Button } from '../../components/Button.tsx'
import { DateField } from '../../components/DateField.tsx'
import { ErrorNote, Hint } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { MoneyField } from '../../components/MoneyField.tsx'
import { Facts } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { money } from '../../i18n/format.ts'
import { locale, t } from '../../i18n/index.ts'
import { roughMoney } from './rough-money.ts'
import type { OfferForm } from './use-offer-form.ts'

const KINDS: readonly OfferRow['kind'][] = ['percent', 'amount', 'gift']
/** Problems that stand beside no single field. */
const WHOLE = 'offer.costs-more'

/** What would let it pass: a smaller offer always; else what the owner could change. */
function todoOf({ against }: OfferForm) {
  if (against.some(({ code }) => code === 'win-back.offer-limit')) return 'winBack.limit.todo'
  return against.length > 0 ? 'winBack.offer.budgetTodo' : 'winBack.offer.guardTodo'
}

interface Props {
  form: OfferForm
  shop: ShopRow
  spent: number
  now: number
  /** The person has asked for it to be made: what is missing is wrong now. */
  tried: boolean
}

/** What is offered, what it costs and what it should bring. */
export function OfferFields({ form, shop, spent, now, tried }: Props) {
  const { typed, set, terms, problems } = form
  const { currency, timezone: zone } = shop
  const say = (code: string) => {
    const why = problems.find((problem) => problem.code === code)
    return why ? explain(why, locale(), shop, zone) : null
  }
  const guards = [...problems.filter(({ code }) => code === WHOLE), ...form.against]
  const left = Math.max(0, shop.settings.winBack.monthlyBudget - spent)
  const giftCostError = typed.giftCost === null ? t('common.field.badMoney') : say('offer.gift-cost')
  return (
    <Section
      title={t('winBack.offer.title')}
      aside={
        form.touched && (
          <Button small kind="quiet" onClick={form.suggest}>
            {t('winBack.offer.suggested')}
          </Button>
        )
      }
    >
      <div class="stack">
        {form.suggested.map((why) => (
          <Hint key={why.code}>{explain(why, locale(), shop, zone)}</Hint>
        ))}
        <Segmented
          label={t('winBack.offer.kind')}
          hideLabel
          value={typed.kind}
          options={KINDS.map((value) => ({ value, label: t(`winBack.kind.${value}`) }))}
          onChange={(kind) => set({ kind })}
        />
        {typed.kind === 'gift' && (
          <Field
            label={t('winBack.offer.gift')}
            value={typed.gift}
            maxLength={60}
            placeholder={t('winBack.offer.giftHint')}
            error={tried ? say('offer.gift-unnamed') : null}
            onInput={(gift) => set({ gift })}
          />
        )}
        <div class="field-pair">
          {typed.kind === 'percent' ? (
            <Field
              label={t('winBack.offer.percent')}
              value={typed.percent}
              inputMode="numeric"
              maxLength={3}
              suffix="%"
              hint={
                Number.isInteger(terms.value)
                  ? t('winBack.offer.fold', { fold: t('winBack.gives.percent', { n: terms.value }) })
                  : undefined
              }
              error={say('offer.percent-range')}
              onInput={(percent) => set({ percent })}
            />
          ) : typed.kind === 'amount' ? (
            <MoneyField
              key="amount"
              label={t('winBack.offer.amount')}
              value={typed.amount}
              currency={currency}
              error={say('offer.amount-range')}
              onChange={(amount) => set({ amount })}
            />
          ) : (
            <MoneyField
              key="gift"
              label={t('winBack.offer.giftCost')}
              value={typed.giftCost}
              currency={currency}
              error={tried ? giftCostError : null}
              onChange={(giftCost) => set({ giftCost })}
            />
          )}
          <MoneyField
            label={t('winBack.offer.minimum')}
            value={typed.minimum}
            currency={currency}
            hint={t('winBack.offer.minimumHint')}
            error={say('offer.minimum')}
            onChange={(minimum) => set({ minimum })}
          />
        </div>
        <DateField
          label={t('winBack.offer.validUntil')}
          value={typed.validUntil}
          zone={zone}
          min={now}
          error={say('offer.valid-until')}
          onChange={(validUntil) => set({ validUntil })}
        />
        <div role="status">
          <Facts
            items={[
              [t('winBack.offer.cost'), form.cost === null ? '–' : roughMoney(form.cost, currency)],
              [t('winBack.offer.brings'), roughMoney(form.brings, currency)],
              [t('winBack.offer.after'), form.cost === null ? '–' : roughMoney(form.brings - form.cost, currency)],
              [
                t('winBack.limit.label', { tier: t(`customers.tierShort.${form.tier ?? 'C'}`) }),
                money(form.limit, currency),
              ],
              [t('winBack.offer.budget'), roughMoney(left, currency)],
            ]}
          />
        </div>
        {guards.length > 0 && (
          <ErrorNote
            tone="warn"
            title={t('winBack.offer.guard')}
            kept={guards.map((why) => explain(why, locale(), shop, zone)).join(t('winBack.offer.stop'))}
            todo={t(todoOf(form))}
          />
        )}
      </div>
    </Section>
  )
}
