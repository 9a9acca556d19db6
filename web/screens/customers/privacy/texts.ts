/** Imported for what it does: the Chinese texts of privacy come with its screens. */
import { bringTexts } from '../../../i18n/index.ts'
import { privacy } from '../../../i18n/zh-CN/privacy.ts'

bringTexts({ privacy })
