/** Imported for what it does: the Chinese texts of the review come with its screens. */
import { bringTexts } from '../../i18n/index.ts'
import { reviewing } from '../../i18n/zh-CN/reviewing.ts'

bringTexts({ reviewing })
