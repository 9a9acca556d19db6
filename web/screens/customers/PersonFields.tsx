import type { Fact, FactTexts } from '../../actions/customers.ts'
import { Field, TextArea } from '../../components/Field.tsx'
import { t } from '../../i18n/index.ts'

interface Props {
  texts: FactTexts
  onChange: (texts: FactTexts) => void
  /** Said under the first field when there is nothing to call them by. */
  nameless: boolean
}

/** The facts of the basic face a person may type in. */
export function PersonFields({ texts, onChange, nameless }: Props) {
  const set = (fact: Fact) => (text: string) => onChange({ ...texts, [fact]: text })
  return (
    <>
      <Field
        label={t('customers.form.nickname')}
        value={texts.nickname}
        onInput={set('nickname')}
        maxLength={128}
        error={nameless ? t('customers.form.nameless') : null}
      />
      <Field label={t('customers.form.name')} value={texts.name} onInput={set('name')} maxLength={128} optional />
      <Field
        label={t('customers.form.phone')}
        value={texts.phone}
        onInput={set('phone')}
        type="tel"
        inputMode="tel"
        maxLength={64}
        optional
      />
      <Field
        label={t('customers.form.email')}
        value={texts.email}
        onInput={set('email')}
        type="email"
        inputMode="email"
        maxLength={254}
        optional
      />
      <TextArea
        label={t('customers.form.address')}
        value={texts.address}
        onInput={set('address')}
        rows={2}
        maxLength={500}
        optional
      />
      <TextArea
        label={t('customers.form.note')}
        value={texts.note}
        onInput={set('note')}
        placeholder={t('customers.form.notePlaceholder')}
        rows={3}
        maxLength={2000}
        optional
      />
    </>
  )
}
