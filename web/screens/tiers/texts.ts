/** Imported for what it does: the Chinese texts of this screen come with it. */
import { bringTexts } from '../../i18n/index.ts'
import { overview } from '../../i18n/zh-CN/overview.ts'

bringTexts({ overview })
