/** The texts of these screens; imported before any of them draws. */
import { bringTexts } from '../../../i18n/index.ts'
import { products } from '../../../i18n/zh-CN/products.ts'

bringTexts({ products })
