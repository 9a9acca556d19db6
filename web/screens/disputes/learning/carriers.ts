import { CARRIERS } from '../../../../worker/domain/channels.ts'
import { t } from '../../../i18n/index.ts'
import './texts.ts'

type Known = (typeof CARRIERS)[number]
const isKnown = (carrier: string): carrier is Known => (CARRIERS as readonly string[]).includes(carrier)

/** As people know it; as it was written where the app has no word for it. */
export const carrierName = (carrier: string): string =>
  isKnown(carrier) ? t(`learning.carrierOf.${carrier}`) : carrier
