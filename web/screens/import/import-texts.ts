/** Imported for what it does: the Chinese texts of the import come with it. */
import { bringTexts } from '../../i18n/index.ts'
import { importing } from '../../i18n/zh-CN/import.ts'

bringTexts({ import: importing })
