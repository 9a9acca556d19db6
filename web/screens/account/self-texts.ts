/** Imported for what it does: the Chinese texts of these screens come with them. */
import { bringTexts } from '../../i18n/index.ts'
import { self } from '../../i18n/zh-CN/self.ts'

bringTexts({ self })
