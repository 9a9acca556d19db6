/** Imported for what it does: the Chinese texts of evidence come with their screens. */
import { bringTexts } from '../../i18n/index.ts'
import { evidence } from '../../i18n/zh-CN/evidence.ts'

bringTexts({ evidence })
