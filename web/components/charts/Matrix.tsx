import '../../styles/components/charts.css'
import { ArrowDown, ArrowUp, Equal, type IconNode, Minus, Plus } from 'lucide'
import type { ComponentChildren } from 'preact'
import { Icon } from '../Icon.tsx'

export type Tone = 'up' | 'down' | 'same' | 'in' | 'out'

export interface Cell {
  n: number
  /** As it stands in the cell. */
  text: ComponentChildren
  sub: ComponentChildren
  /** What is read aloud before it. */
  name: string
  tone: Tone
}

interface Side<K extends string> {
  key: K
  /** In few characters: a mark. */
  head: ComponentChildren
  /** In words. */
  name: string
}

interface Props<R extends string, C extends string> {
  caption: string
  /** Names of the two sides. */
  rowsName: string
  columnsName: string
  rows: readonly Side<R>[]
  columns: readonly Side<C>[]
  cell: (row: R, column: C) => Cell
  onPick: (row: R, column: C) => void
}

const ICONS: Record<Tone, IconNode> = { up: ArrowUp, down: ArrowDown, same: Equal, in: Plus, out: Minus }

/** From rows to columns. A cell with somebody in it can be opened; which way it goes is told by sign and colour. */
export function Matrix<R extends string, C extends string>(props: Props<R, C>) {
  const { rows, columns, cell, onPick } = props
  return (
    <table class="matrix">
      <caption class="sr">{props.caption}</caption>
      <thead>
        <tr>
          <td class="matrix-corner">
            <span class="matrix-rows">{props.rowsName}</span>
            <span class="matrix-columns">{props.columnsName}</span>
          </td>
          {columns.map(({ key, head, name }) => (
            <th key={key} scope="col" aria-label={name}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" aria-label={row.name}>
              {row.head}
            </th>
            {columns.map((column) => {
              const { n, text, sub, name, tone } = cell(row.key, column.key)
              return (
                <td key={column.key}>
                  {n === 0 ? (
                    <span class="matrix-none">
                      <span aria-hidden="true">·</span>
                      <span class="sr">0</span>
                    </span>
                  ) : (
                    <button class={`matrix-cell ${tone}`} type="button" onClick={() => onPick(row.key, column.key)}>
                      <span class="sr">{name}</span>
                      <span class="matrix-n">
                        <Icon of={ICONS[tone]} size={14} />
                        {text}
                      </span>
                      <span class="matrix-sub">{sub}</span>
                    </button>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
