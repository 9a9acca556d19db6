import './texts.ts'
import '../customers/customers.css'
import './segments.css'
import { Split } from '../../components/Screen.tsx'
import { t } from '../../i18n/index.ts'
import { SegmentBuilder } from './SegmentBuilder.tsx'
import { SegmentList } from './SegmentList.tsx'
import { SegmentPage } from './SegmentPage.tsx'

interface Props {
  /** A segment's id, or `new`. */
  id?: string
  /** `edit`. */
  page?: string
}

/** Free segments: the list, the people of one, and building one. */
export function SegmentsPlace({ id, page }: Props) {
  if (id === 'new') return <SegmentBuilder key="new" id={null} />
  if (id && page === 'edit') return <SegmentBuilder key={id} id={id} />
  return (
    <Split
      list={<SegmentList openId={id ?? null} />}
      detail={id ? <SegmentPage key={id} id={id} /> : null}
      empty={t('segments.pick')}
    />
  )
}
