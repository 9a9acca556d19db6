/** Taking a text to the app where the buyer is. */
import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'

/** Copies, and says whether it worked. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: t('common.said.copied') })
  } catch {
    toast({ text: t('disputes.drafts.copyFailed'), tone: 'danger' })
  }
}

export const canShare = (): boolean => typeof navigator.share === 'function'

/** Hands the text to another app; where the person turns back nothing happens. */
export async function shareText(text: string): Promise<void> {
  try {
    await navigator.share({ text })
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) await copyText(text)
  }
}
