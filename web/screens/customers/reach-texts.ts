/** Imported for what it does: the Chinese texts of being in touch come with their screen. */
import { bringTexts } from '../../i18n/index.ts'
import { reach } from '../../i18n/zh-CN/reach.ts'

bringTexts({ reach })
