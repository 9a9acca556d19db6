import { UserPlus } from 'lucide'
import { useMemo, useState } from 'preact/hooks'
import { Field } from '../../components/Field.tsx'
import { Icon } from '../../components/Icon.tsx'
import { List, Row } from '../../components/Row.tsx'
import { TierMark } from '../../components/TierMark.tsx'
import { ago } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { currentStore } from '../../store/current.ts'
import { useTable } from '../../store/hooks.ts'
import { callName, shownName } from '../../store/names.ts'
import { useNow } from '../../store/now.ts'
import { createSearch } from '../../store/search.ts'
import { useShop } from '../../store/shop.ts'

interface Props {
  error: string | null
  /** A name to begin with, as it stood in a message. */
  name?: string | null
  onPick: (customerId: string) => void
  /** Nobody of that name is known: the nickname as typed. */
  onNew: (nickname: string) => void
}

const SHOWN = 5

/** Who it is about: found by typing, or someone new by the name just typed. */
export function PickPerson({ error, name: begin = null, onPick, onNew }: Props) {
  const [own, setTyped] = useState<string | null>(null)
  const typed = own ?? begin ?? ''
  const { timezone } = useShop()
  const now = useNow()
  const customers = useTable('customers')
  const search = useMemo(() => createSearch(currentStore().view.list('customers')), [])
  const found = useMemo(() => search(typed, SHOWN), [search, typed, customers])
  const name = typed.trim()
  return (
    <div class="stack-s">
      <Field
        label={t('disputes.new.who')}
        placeholder={t('disputes.new.search')}
        error={error}
        value={typed}
        maxLength={128}
        onInput={setTyped}
      />
      {(found.length > 0 || name !== '') && (
        <List inset label={t(name === '' ? 'disputes.new.recent' : 'disputes.new.found')}>
          {found.map((customer) => (
            <Row
              key={customer.id}
              lead={<TierMark tier={customer.tier} />}
              title={callName(customer)}
              sub={[
                customer.nickname && customer.name && shownName(customer.name),
                customer.phone && `…${customer.phone.slice(-4)}`,
              ]
                .filter(Boolean)
                .join(' · ')}
              meta={
                customer.lastOrderAt !== null && (
                  <span class="small quiet">{ago(customer.lastOrderAt, { zone: timezone, now })}</span>
                )
              }
              onClick={() => onPick(customer.id)}
            />
          ))}
          {name !== '' && (
            <Row
              lead={<Icon of={UserPlus} />}
              title={t('disputes.new.person', { name })}
              sub={t('disputes.new.personHint')}
              onClick={() => onNew(name)}
            />
          )}
        </List>
      )}
    </div>
  )
}
