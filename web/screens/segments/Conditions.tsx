import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { SegmentExpression } from '../../../worker/domain/segment.ts'
import { t } from '../../i18n/index.ts'
import { useDescribe } from './use-describe.ts'

/** The conditions as a sentence: two lines, the rest on demand. */
export function Conditions({ expression }: { expression: SegmentExpression }) {
  const describe = useDescribe()
  const text = describe(expression)
  const line = useRef<HTMLParagraphElement>(null)
  const [open, setOpen] = useState(false)
  const [cut, setCut] = useState(false)
  useLayoutEffect(() => {
    const el = line.current
    if (el && !open) setCut(el.scrollHeight > el.clientHeight + 1)
  }, [text, open])
  return (
    <div class="segment-conditions">
      <p ref={line} class={open ? 'small unfolded' : 'small folded'} tabIndex={open ? 0 : undefined}>
        {text}
      </p>
      {(cut || open) && (
        <button class="segment-more" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'segments.page.less' : 'segments.page.more')}
        </button>
      )}
    </div>
  )
}
