import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Phrases } from '../../components/Phrases.tsx'
import { Seal } from '../../components/Seal.tsx'
import { locale, setLocale, t } from '../../i18n/index.ts'
import './account.css'

interface Props {
  /** Names the page. */
  title: string
  /** Much is to be filled in: on a phone the mark makes room for it. */
  brief?: boolean
  children: ComponentChildren
}

/** What stands before the app: the mark, what the app is for, and one thing to do. */
export function Door({ title, brief = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t('common.app')}`
  }, [title])
  const other = locale() === 'en' ? 'zh-CN' : 'en'
  return (
    <main class={brief ? 'door brief' : 'door'}>
      <header class="door-brand">
        <Seal size={64} />
        <p class="door-name">{t('common.app')}</p>
        <p class="door-promise">
          <Phrases text={t('account.promise')} />
        </p>
        <svg class="door-art" viewBox="0 0 512 512" aria-hidden="true">
          <path d="M128 128h256v256H128z" />
          <path d="M216 216h80v80h-80z" />
        </svg>
      </header>
      <div class="door-in">
        <button class="door-language" type="button" lang={other} onClick={() => void setLocale(other).catch(() => {})}>
          {t('account.otherLanguage')}
        </button>
        <div class="door-work">{children}</div>
      </div>
    </main>
  )
}
