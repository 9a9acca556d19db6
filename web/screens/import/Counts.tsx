import { count } from '../../i18n/format.ts'

interface Props {
  items: readonly (readonly [label: string, n: number, tone?: 'danger' | undefined])[]
}

/** Four numbers side by side. */
export function Counts({ items }: Props) {
  return (
    <dl class="import-counts">
      {items.map(([label, n, tone]) => (
        <div key={label} class={n === 0 ? 'none' : tone}>
          <dt>{label}</dt>
          <dd>{count(n)}</dd>
        </div>
      ))}
    </dl>
  )
}
