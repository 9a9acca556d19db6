import '../../styles/components/charts.css'
import type { ComponentChildren } from 'preact'

export interface Table {
  /** Says what the table tells. */
  caption: string
  columns: readonly string[]
  /** The first cell of a row names it. */
  rows: readonly { key: string; cells: readonly ComponentChildren[] }[]
}

interface Props {
  /** On the disclosure. */
  label: string
  tables: readonly Table[]
}

/** The numbers behind a chart, opened by whoever wants them. */
export function ChartTable({ label, tables }: Props) {
  return (
    <details class="chart-table">
      <summary>{label}</summary>
      {tables.map((table) => (
        <Numbers key={table.caption} {...table} />
      ))}
    </details>
  )
}

function Numbers({ caption, columns, rows }: Table) {
  // Before and after have columns of the same name.
  const named = columns.map((column, i) => ({ key: `${i} ${column}`, column }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the phone is scrolled by keys too.
    <section class="chart-table-in" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {named.map(({ key, column }) => (
              <th key={key} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...values] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {values.map((value, i) => (
                <td key={named[i + 1]?.key}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
