/** The one push of this page. */
import { locale } from '../i18n/index.ts'
import { createPagePush } from './app.ts'
import type { Push } from './subscribe.ts'

let push: Push | null = null

export function pagePush(): Push {
  push ??= createPagePush(locale)
  return push
}
