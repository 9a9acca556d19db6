/** Imported for what it does: the Chinese texts of what is to come come with their screen. */
import { bringTexts } from '../../i18n/index.ts'
import { coming } from '../../i18n/zh-CN/coming.ts'

bringTexts({ coming })
