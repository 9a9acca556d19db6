import type { Shape } from '../types.ts'
import type { importing as base } from '../zh-CN/import.ts'

export const importing: Shape<typeof base> = {
  title: 'Import orders',
}
