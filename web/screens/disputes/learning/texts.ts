/** Imported for what it does: the Chinese texts of what disputes teach come with their screens. */
import { bringTexts } from '../../../i18n/index.ts'
import { learning } from '../../../i18n/zh-CN/learning.ts'

bringTexts({ learning })
