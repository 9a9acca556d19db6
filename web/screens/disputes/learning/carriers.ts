import { t } from '../../../i18n/index.ts'
import './texts.ts'

/** Those most parcels go with, by the names cases keep them under. */
export const CARRIERS = ['顺丰', '中通', '圆通', '申通', '韵达', '极兔', '邮政', '京东'] as const
type Known = (typeof CARRIERS)[number]
const isKnown = (carrier: string): carrier is Known => (CARRIERS as readonly string[]).includes(carrier)

/** As people know it; as it was written where the app has no word for it. */
export const carrierName = (carrier: string): string =>
  isKnown(carrier) ? t(`learning.carrierOf.${carrier}`) : carrier
