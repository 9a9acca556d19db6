import { Pencil } from 'lucide'
import { useState } from 'preact/hooks'
import type { ContactField } from '../../../worker/domain/audit.ts'
import type { CustomerRow } from '../../../worker/domain/rows.ts'
import { undoing, useAttempt } from '../../actions/attempt.ts'
import { setDoNotContact } from '../../actions/customers.ts'
import { knownContacts, reveal } from '../../actions/reveal.ts'
import { Button } from '../../components/Button.tsx'
import { Facts } from '../../components/Row.tsx'
import { Section } from '../../components/Screen.tsx'
import { Switch } from '../../components/Switch.tsx'
import { day } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { customers as words } from '../../i18n/zh-CN/customers.ts'
import { callName, shownName } from '../../store/names.ts'
import { maskedAddress, maskedEmail, maskedPhone } from './contact-text.ts'
import { EditSheet } from './EditSheet.tsx'

interface Props {
  customer: CustomerRow
  zone: string
  mayAct: boolean
}

type Source = keyof typeof words.source
const sourceName = (source: string): string =>
  Object.hasOwn(words.source, source) ? t(`customers.source.${source as Source}`) : source

/** The basic face: what is known of the person, and whether they may be written to. */
export function BasicFacts({ customer, zone, mayAct }: Props) {
  const [editing, setEditing] = useState(false)
  const { id, phone, email, address } = customer
  const empty = !customer.name && !phone && !email && !address && !customer.note
  const nickname = customer.nickname && shownName(customer.nickname)
  const { attempt } = useAttempt()
  // The form shows them all.
  const edit = () =>
    attempt(async () => {
      await reveal(id, knownContacts(customer))
      setEditing(true)
    })
  return (
    <Section
      title={t('customers.one.facts')}
      aside={
        mayAct && (
          <Button small kind="quiet" icon={Pencil} onClick={edit}>
            {t('common.do.edit')}
          </Button>
        )
      }
    >
      <div class="stack-s">
        {empty && mayAct && <p class="quiet small">{t('customers.one.noFacts')}</p>}
        <Facts
          items={[
            // The title says it already.
            [t('customers.form.nickname'), nickname === callName(customer) ? null : nickname],
            [t('customers.form.name'), customer.name && shownName(customer.name)],
            [
              t('customers.form.phone'),
              phone && <Hidden key={phone} of={id} text={phone} masked={maskedPhone(phone)} what="phone" />,
            ],
            [
              t('customers.form.email'),
              email && <Hidden key={email} of={id} text={email} masked={maskedEmail(email)} what="email" />,
            ],
            [
              t('customers.form.address'),
              address && <Hidden key={address} of={id} text={address} masked={maskedAddress(address)} what="address" />,
            ],
            [t('customers.form.note'), customer.note && <span class="pre">{customer.note}</span>],
            [
              t('customers.form.source'),
              [
                sourceName(customer.source),
                customer.accountId && customer.accountId !== customer.nickname && shownName(customer.accountId),
              ]
                .filter(Boolean)
                .join(' · '),
            ],
            [t('customers.form.since'), day(Math.min(customer.createdAt, customer.firstOrderAt ?? Infinity), zone)],
          ]}
        />
        {mayAct && <DoNotContact customer={customer} />}
      </div>
      {editing && <EditSheet customer={customer} onClose={() => setEditing(false)} />}
    </Section>
  )
}

interface HiddenProps {
  /** The customer's id. */
  of: string
  text: string
  masked: string
  what: ContactField
}

/** Masked until tapped, which is written down: somebody may be looking over the shoulder. Keyed by what it hides. */
function Hidden({ of, text, masked, what }: HiddenProps) {
  const [open, setOpen] = useState(false)
  const { attempt } = useAttempt()
  const show = () =>
    attempt(async () => {
      await reveal(of, [what])
      setOpen(true)
    })
  return (
    <button class="hidden-fact" type="button" aria-expanded={open} onClick={open ? () => setOpen(false) : show}>
      <span>{open ? text : masked}</span>
      <span class="small link">
        {t(open ? 'customers.one.hide' : 'customers.one.show')}
        <span class="sr"> {t(`customers.form.${what}`)}</span>
      </span>
    </button>
  )
}

function DoNotContact({ customer }: { customer: CustomerRow }) {
  const { busy, attempt } = useAttempt()
  const change = (on: boolean) => {
    const undo = undoing(() => setDoNotContact({ ...customer, doNotContact: on ? 1 : 0 }, !on), t('common.said.undone'))
    const text = t(on ? 'customers.one.doNotContactOn' : 'customers.one.doNotContactOff')
    attempt(() => setDoNotContact(customer, on), { text, undo })
  }
  return (
    <div class="panel">
      <Switch
        label={t('customers.one.doNotContact')}
        hint={t('customers.one.doNotContactHint')}
        checked={customer.doNotContact === 1}
        disabled={busy}
        onChange={change}
      />
    </div>
  )
}
