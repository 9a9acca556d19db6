import type { Cause } from '../../../../worker/domain/rows.ts'
import { CONCEALED, NEED_MISREAD, OVER_PROMISE, OVERSOLD } from './expectation.zh.ts'
import { LATE, LOST, WRONG_ITEM, WRONG_QUANTITY } from './fulfilment.zh.ts'
import { NEITHER, PRAISE } from './praise.zh.ts'
import { DEFECT, MINOR_FLAW, MISUSE, TRANSIT_DAMAGE } from './quality.zh.ts'
import type { Said } from './said.ts'
import { ATTITUDE, IGNORANCE, PUSHY } from './service.zh.ts'

/** A buyer's sentence and what it is: a cause, or praise and small talk, where nothing is to be suggested. */
export interface Labelled {
  words: string
  label: Cause | 'none'
  second: Cause | null
  praise: boolean
}

const BY_CAUSE: Readonly<Record<Cause, readonly Said[]>> = {
  'over-promise': OVER_PROMISE,
  oversold: OVERSOLD,
  'concealed-condition': CONCEALED,
  'need-misread': NEED_MISREAD,
  defect: DEFECT,
  'transit-damage': TRANSIT_DAMAGE,
  'minor-flaw': MINOR_FLAW,
  misuse: MISUSE,
  attitude: ATTITUDE,
  'pushy-selling': PUSHY,
  'product-ignorance': IGNORANCE,
  late: LATE,
  lost: LOST,
  'wrong-item': WRONG_ITEM,
  'wrong-quantity': WRONG_QUANTITY,
}

const none = (praise: boolean) => (words: string) => ({ words, label: 'none', second: null, praise }) as const

/** Every sentence of the set, written by hand for it. */
export const LABELLED: readonly Labelled[] = [
  ...(Object.entries(BY_CAUSE) as [Cause, readonly Said[]][]).flatMap(([label, said]) =>
    said.map((each) => {
      const [words, second] = typeof each === 'string' ? ([each, null] as const) : each
      return { words, label, second, praise: false }
    }),
  ),
  ...PRAISE.map(none(true)),
  ...NEITHER.map(none(false)),
]

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

/** About a third, picked by the words alone: a sentence added later cannot move another across. Never trained on. */
export const isHeldBack = ({ words }: Labelled): boolean => fnv1a(words) % 3 === 0

export const TRAINING = LABELLED.filter((each) => !isHeldBack(each))
export const HELD_BACK = LABELLED.filter(isHeldBack)
