import type { SegmentRow } from '../../../worker/domain/rows.ts'
import { Row } from '../../components/Row.tsx'
import { count } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useTally } from './use-tally.ts'

interface Props {
  segment: SegmentRow
  /** Its conditions as a sentence. */
  sentence: string
  /** Who made it, where they are still known. */
  maker: string | undefined
  selected: boolean
}

/** A segment in the list, with how many belong to it now. */
export function SegmentLine({ segment, sentence, maker, selected }: Props) {
  const { tally } = useTally({ expression: segment.expression })
  return (
    <Row
      href={`/customers/segments/${segment.id}`}
      selected={selected}
      title={segment.name}
      meta={tally ? t('segments.people', { n: count(tally.count) }) : <span class="quiet">…</span>}
      sub={sentence}
      metaSub={maker && <span class="segment-maker">{t('segments.list.by', { name: maker })}</span>}
    />
  )
}
