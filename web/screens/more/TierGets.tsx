import { CircleCheckBig, Clock, Gift, HandHeart, type IconNode, MessagesSquare, UserRound } from 'lucide'
import type { Tier } from '../../../worker/domain/rows.ts'
import type { Settings } from '../../../worker/domain/settings.ts'
import { TIERS } from '../../../worker/domain/tiers.ts'
import { Icon } from '../../components/Icon.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useDerived } from '../../store/hooks.ts'
import { fieldsOf, isByTier, type Reading, type Spec, tierText } from './settings-fields.ts'

type Field = keyof Settings['promises']

/** Characters a third of a narrow phone has room for in full size. */
const ROOM = 9

const ICONS: Record<Field, IconNode> = {
  firstReplyHours: Clock,
  resolveHours: CircleCheckBig,
  nextReplyHours: MessagesSquare,
  offerBudget: Gift,
  careDays: HandHeart,
  handler: UserRound,
}

/** Customers by tier, counted when they change. */
function useSizes(): Record<Tier, number> {
  return useDerived(() => {
    const sizes = { A: 0, B: 0, C: 0 }
    for (const { tier } of currentStore().view.list('customers').value) if (tier) sizes[tier]++
    return sizes
  }, [])
}

interface Props {
  promises: Settings['promises']
  reading: Reading
  /** Null for who may only look. */
  onEdit: ((tier: Tier, field: Field) => void) | null
}

/** The three tiers side by side: what each is promised. */
export function TierGets({ promises, reading, onEdit }: Props) {
  const sizes = useSizes()
  return (
    <table class="gets">
      <caption class="sr">{t('more.page.tiers')}</caption>
      <thead>
        <tr>
          <td class="gets-corner" />
          {TIERS.map((tier) => (
            <th key={tier} scope="col" class={`gets-tier gets-${tier}`}>
              <TierMark tier={tier} size={32} />
              <span class="gets-name">{t(`customers.tier.${tier}`)}</span>
              <span class="gets-size">{t('more.gets.people', { n: sizes[tier], shown: count(sizes[tier]) })}</span>
            </th>
          ))}
        </tr>
      </thead>
      {fieldsOf('promises').map((spec) => (
        <Promised key={spec.field} spec={spec} promises={promises} reading={reading} onEdit={onEdit} />
      ))}
    </table>
  )
}

/** One promise: its name above the three values on a phone, at their left where there is room. */
function Promised({ spec, promises, reading, onEdit }: Props & { spec: Spec }) {
  const field = spec.field as Field
  const label = t(`more.settings.${spec.path}`)
  const name = (
    <span class="gets-label">
      <Icon of={ICONS[field]} size={18} />
      <span>{label}</span>
    </span>
  )
  return (
    <tbody>
      <tr class="gets-above">
        <td class="gets-corner" />
        <td colSpan={3}>
          <span aria-hidden="true">{name}</span>
        </td>
      </tr>
      <tr>
        <th scope="row" class="gets-beside">
          {name}
          <span class="gets-hint">{t(`more.gets.hint.${field}`)}</span>
        </th>
        {TIERS.map((tier) => {
          const text = isByTier(spec) ? tierText(spec, promises[field][tier], reading) : ''
          const shape = text.length > ROOM ? 'gets-value long' : 'gets-value'
          return (
            <td key={tier}>
              {onEdit ? (
                <button
                  type="button"
                  class={shape}
                  aria-label={t('more.gets.editOne', { tier: t(`customers.tierShort.${tier}`), label, value: text })}
                  onClick={() => onEdit(tier, field)}
                >
                  {text}
                </button>
              ) : (
                <span class={shape}>{text}</span>
              )}
            </td>
          )
        })}
      </tr>
    </tbody>
  )
}
