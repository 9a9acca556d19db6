import { useState } from 'preact/hooks'
import { failureText } from '../../actions/attempt.ts'
import { renameShop } from '../../actions/shop.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { Field } from '../../components/Field.tsx'
import { Facts } from '../../components/Row.tsx'
import { Screen, Section } from '../../components/Screen.tsx'
import { Segmented } from '../../components/Segmented.tsx'
import { Sheet } from '../../components/Sheet.tsx'
import { toast } from '../../components/Toast.tsx'
import type { ErrorWords } from '../../i18n/errors.ts'
import { locale, setLocale, t } from '../../i18n/index.ts'
import { useMe } from '../../store/me.ts'
import { useShop } from '../../store/shop.ts'
import { ComplaintLinks } from '../disputes/Links.tsx'

/** The shop's name and place, and how the app looks on this phone. */
export function ShopPage() {
  const shop = useShop()
  const { role } = useMe()
  const [renaming, setRenaming] = useState(false)
  const speak = (next: 'zh-CN' | 'en') =>
    setLocale(next).catch(() => toast({ text: t('more.shop.languageFailed'), tone: 'danger' }))
  return (
    <Screen title={t('more.page.shop')} back="/more">
      <Section title={t('more.group.shop')}>
        <div class="stack-s">
          <Facts
            items={[
              [t('more.shop.name'), shop.name],
              [t('more.shop.currency'), shop.currency],
              [t('more.shop.timezone'), shop.timezone],
            ]}
          />
          <p class="small quiet">{t('more.shop.fixed')}</p>
          {role === 'owner' && (
            <div>
              <Button small onClick={() => setRenaming(true)}>
                {t('more.shop.rename')}
              </Button>
            </div>
          )}
        </div>
      </Section>
      <ComplaintLinks />
      <Section title={t('more.shop.display')}>
        <div class="stack">
          <Segmented
            label={t('more.shop.language')}
            value={locale()}
            options={[
              { value: 'zh-CN', label: t('more.language.zh-CN') },
              { value: 'en', label: t('more.language.en') },
            ]}
            onChange={(next) => void speak(next)}
          />
          <Facts items={[[t('more.shop.theme'), t('more.shop.themeText')]]} />
        </div>
      </Section>
      {renaming && <Rename seen={shop.name} onClose={() => setRenaming(false)} />}
    </Screen>
  )
}

function Rename({ seen, onClose }: { seen: string; onClose: () => void }) {
  const [was] = useState(seen)
  const [name, setName] = useState(was)
  const [error, setError] = useState<ErrorWords | null>(null)
  async function save(event: SubmitEvent) {
    event.preventDefault()
    try {
      await renameShop(name.trim(), was)
      toast({ text: t('more.shop.renamed') })
      onClose()
    } catch (failure) {
      setError(failureText(failure))
    }
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('more.shop.rename')}
      action={
        <Button kind="primary" type="submit" form="rename" disabled={name.trim() === ''}>
          {t('common.do.save')}
        </Button>
      }
    >
      <form id="rename" class="stack" noValidate onSubmit={save}>
        <Field
          label={t('more.shop.name')}
          hint={t('more.shop.nameHint')}
          value={name}
          onInput={setName}
          maxLength={60}
          autocomplete="organization"
          autofocus
        />
        {error && <ErrorNote title={error.what} todo={error.todo} />}
      </form>
    </Sheet>
  )
}
