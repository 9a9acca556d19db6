import { toast } from '../../components/Toast.tsx'
import { t } from '../../i18n/index.ts'

/** Puts a text on the clipboard and says so. @returns whether it is there */
export async function copyText(text: string, said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ text: said })
    return true
  } catch {
    toast({ text: t('winBack.send.notCopied'), tone: 'danger' })
    return false
  }
}
