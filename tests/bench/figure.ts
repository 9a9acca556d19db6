/** What a bench measures, and how it is told: every figure with its name, unit, value, budget and verdict. */
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

export type Verdict = 'within' | 'over' | 'measured'

export interface Figure {
  group: string
  name: string
  unit: string
  value: number
  /** `≤ 8`, `≥ 98`; null for what is only measured. */
  budget: string | null
  verdict: Verdict
  note: string | null
}

/** Collects the figures of one group. */
export interface Report {
  measured(name: string, unit: string, value: number, note?: string): void
  atMost(limit: number, name: string, unit: string, value: number, note?: string): void
  atLeast(limit: number, name: string, unit: string, value: number, note?: string): void
}

/** A report for `group`; each figure is handed to `take` as soon as it is known. */
export function reportFor(group: string, take: (figure: Figure) => void): Report {
  const add = (name: string, unit: string, value: number, budget: string | null, good: boolean, note?: string) =>
    take({
      group,
      name,
      unit,
      value: rounded(value),
      budget,
      verdict: budget === null ? 'measured' : good ? 'within' : 'over',
      note: note ?? null,
    })
  return {
    measured: (name, unit, value, note) => add(name, unit, value, null, true, note),
    atMost: (limit, name, unit, value, note) => add(name, unit, value, `≤ ${limit}`, value <= limit, note),
    atLeast: (limit, name, unit, value, note) => add(name, unit, value, `≥ ${limit}`, value >= limit, note),
  }
}

/** Three figures are as much as a timing says; whole numbers stay whole. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(3)))

export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  node: string
  platform: string
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
})

const MARKS: Record<Verdict, string> = { within: 'within', over: 'OVER', measured: '·' }

/** The figures as an aligned table, one heading a group. */
export function table(figures: readonly Figure[]): string {
  const cells = figures.map(({ name, value, unit, budget, verdict, note }) => [
    name,
    String(value),
    unit,
    budget ?? '',
    MARKS[verdict],
    note ?? '',
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, i) => (i === 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const lines: string[] = []
  for (const [i, figure] of figures.entries()) {
    if (figure.group !== figures[i - 1]?.group) lines.push('', figure.group)
    lines.push(`  ${line(cells[i] ?? [])}`)
  }
  return lines.join('\n')
}

export interface Results {
  at: string
  machine: Machine
  scale: number
  figures: Figure[]
  failures: { group: string; error: string }[]
}

export const writeResults = (file: string, results: Results): void =>
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
