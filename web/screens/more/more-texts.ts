/** Imported for what it does: the Chinese texts of these pages come with them. */
import { bringTexts } from '../../i18n/index.ts'
import { more } from '../../i18n/zh-CN/more.ts'

bringTexts({ more })
