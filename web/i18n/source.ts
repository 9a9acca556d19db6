import { t } from './index.ts'
import { customers } from './zh-CN/customers.ts'

type Known = keyof typeof customers.source
const isKnown = (source: string): source is Known => Object.hasOwn(customers.source, source)

/** A channel as people know it; as it was given where the app has no word for it. */
export const sourceName = (source: string): string => (isKnown(source) ? t(`customers.source.${source}`) : source)
