import { useState } from 'preact/hooks'
import { useRequest } from '../../actions/request.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field, Select } from '../../components/Field.tsx'
import { locale, t } from '../../i18n/index.ts'
import type { SignUpForm as Form } from '../../session.ts'
import { currentStore } from '../../store/current.ts'
import { PasswordField } from './PasswordField.tsx'
import { currencyFor, currencyName, currencyOptions, ownZone, zoneName, zoneOptions } from './places.ts'
import { emailProblem, focusFirstBad, newPasswordProblem, refusedPassword } from './valid.ts'

interface Props {
  email: string
  onEmail: (email: string) => void
  /** The e-mail has an account already; missing where signing in is no way on. */
  onSignIn?: () => void
  /** Opens the shop. @throws ApiError */
  send: (form: Form) => Promise<void>
}

/** A new shop and its owner. What the phone knows (currency, time zone, language) is not asked, only shown. */
export function SignUpForm({ email, onEmail, onSignIn, send }: Props) {
  const [shop, setShop] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [currency, setCurrency] = useState(() => currencyFor(navigator.language))
  const [timezone, setTimezone] = useState(ownZone)
  const [tried, setTried] = useState(false)
  const { busy, error, request, clear } = useRequest()
  const weak = refusedPassword(error)
  const bad = {
    shop: shop.trim() === '' ? t('account.bad.shop') : null,
    name: name.trim() === '' ? t('account.bad.name') : null,
    email: emailProblem(email),
    password: newPasswordProblem(password, [email, name, shop]),
  }

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setTried(true)
    const field = event.currentTarget as HTMLFormElement
    if (Object.values(bad).some(Boolean)) return focusFirstBad(field)
    const form = { shop: shop.trim(), name: name.trim(), email: email.trim(), password, currency, timezone }
    if (!(await request(() => send({ ...form, locale: locale() })))) focusFirstBad(field)
  }

  function typedPassword(typed: string) {
    clear()
    setPassword(typed)
  }

  return (
    <form class="door-form" noValidate onSubmit={submit}>
      <Field
        label={t('account.field.shop')}
        name="organization"
        autocomplete="organization"
        maxLength={60}
        required
        value={shop}
        onInput={setShop}
        hint={t('account.field.shopHint')}
        error={tried ? bad.shop : null}
      />
      <Field
        label={t('account.field.name')}
        name="name"
        autocomplete="name"
        maxLength={60}
        required
        value={name}
        onInput={setName}
        error={tried ? bad.name : null}
      />
      <Field
        label={t('account.field.email')}
        type="email"
        inputMode="email"
        name="email"
        autocomplete="email"
        maxLength={254}
        required
        value={email}
        onInput={onEmail}
        error={tried ? bad.email : null}
      />
      <PasswordField
        autocomplete="new-password"
        value={password}
        onInput={typedPassword}
        hint={t('account.field.passwordHint')}
        error={weak ?? (tried ? bad.password : null)}
      />
      <Place currency={currency} onCurrency={setCurrency} timezone={timezone} onTimezone={setTimezone} />
      {error && !weak && (
        <ErrorNote
          title={error.words.what}
          todo={error.words.todo}
          action={
            error.code === 'email_taken' &&
            onSignIn && (
              <Button small onClick={onSignIn}>
                {t('account.toSignIn')}
              </Button>
            )
          }
        />
      )}
      <Button kind="primary" wide type="submit" busy={busy}>
        {t('account.submit.up')}
      </Button>
    </form>
  )
}

interface PlaceProps {
  currency: string
  onCurrency: (currency: string) => void
  timezone: string
  onTimezone: (timezone: string) => void
}

/** Currency and time zone, folded to one line until somebody wants others. */
function Place({ currency, onCurrency, timezone, onTimezone }: PlaceProps) {
  const [open, setOpen] = useState(false)
  const now = currentStore().now()
  return (
    <details class="door-place" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="grow">
          <span class="field-label">{t('account.place.title')}</span>
          <span class="door-chosen">
            {t('account.place.summary', { currency: currencyName(currency), zone: zoneName(timezone, now) })}
          </span>
        </span>
        <span class="act">{t('common.do.edit')}</span>
      </summary>
      {open && (
        <div class="door-place-in">
          <Select
            label={t('account.field.currency')}
            name="currency"
            value={currency}
            options={currencyOptions(currency)}
            onChange={onCurrency}
          />
          <Select
            label={t('account.field.timezone')}
            name="timezone"
            value={timezone}
            options={zoneOptions(timezone, now)}
            onChange={onTimezone}
            hint={t('account.place.fixed')}
          />
        </div>
      )}
    </details>
  )
}
