/** Imported for what it does: the Chinese texts of this page come with it. */
import { bringTexts } from '../../i18n/index.ts'
import { join } from '../../i18n/zh-CN/join.ts'

bringTexts({ join })
