import { bringTexts } from '../../../i18n/index.ts'
import { handling } from '../../../i18n/zh-CN/handling.ts'

bringTexts({ handling })
