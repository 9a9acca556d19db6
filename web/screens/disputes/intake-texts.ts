/** The texts of these screens; imported before any of them draws. */
import { bringTexts } from '../../i18n/index.ts'
import { intake } from '../../i18n/zh-CN/intake.ts'

bringTexts({ intake })
