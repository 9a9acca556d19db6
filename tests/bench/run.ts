/**
 * `npm run bench [group …]`: measures everything that has a budget, prints a table, writes bench-results.json.
 * BENCH_FULL=1 for the product's sizes, BENCH_SCALE=0.05 for a share of them. Over budget is said, not failed:
 * the machine decides the milliseconds, the ratios decide the verdicts. A group that breaks fails the run.
 */
import { resolve } from 'node:path'
import { bundle } from './bundle.ts'
import { expectation } from './expectation.ts'
import { type Figure, machine, type Report, reportFor, table, writeResults } from './figure.ts'
import { importOrders } from './import-orders.ts'
import { lighthouse } from './lighthouse.ts'
import { memory } from './memory.ts'
import { npmStart } from './npm-start.ts'
import { ownServer } from './own-server.ts'
import { phone } from './phone.ts'
import { readEndpoint } from './read-endpoint.ts'
import { recompute } from './recompute.ts'
import { roundTrips } from './round-trips.ts'
import { SCALE } from './scale.ts'
import { timed } from './timing.ts'

const GROUPS: Record<string, { title: string; run: (report: Report) => Promise<void> }> = {
  bundle: { title: 'Sizes and start', run: bundle },
  lighthouse: { title: 'Lighthouse, mobile', run: lighthouse },
  'round-trips': { title: 'Round trips and rows scanned', run: roundTrips },
  read: { title: 'Read endpoint', run: readEndpoint },
  'npm-start': { title: 'npm start', run: npmStart },
  import: { title: 'Import', run: importOrders },
  expectation: { title: 'Expectation', run: expectation },
  recompute: { title: 'Recompute', run: recompute },
  'own-server': { title: 'Own server', run: ownServer },
  memory: { title: 'Memory under hostile requests', run: memory },
  phone: { title: 'Phone, CPU ×4', run: phone },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in GROUPS))
if (unknown.length > 0) {
  console.error(`Unknown group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}`)
  process.exit(2)
}

const here = machine()
console.info(
  `${here.cpu}, ${here.cores} cores, ${here.memoryGb} GB, Node ${here.node}, ${here.platform}, scale ${SCALE}`,
)

const figures: Figure[] = []
const failures: { group: string; error: string }[] = []
for (const [name, { title, run }] of Object.entries(GROUPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.info(`… ${title}`)
  try {
    const { ms } = await timed(() => run(reportFor(title, (figure) => figures.push(figure))))
    console.info(`  ${Math.round(ms / 1000)} s`)
  } catch (error) {
    console.error(error)
    failures.push({ group: title, error: String(error) })
  }
}

console.info(table(figures))
const file = resolve(import.meta.dirname, '../../bench-results.json')
writeResults(file, { at: new Date().toISOString(), machine: here, scale: SCALE, figures, failures })

const budgeted = figures.filter((figure) => figure.budget !== null)
const over = budgeted.filter((figure) => figure.verdict === 'over')
console.info(`\n${budgeted.length - over.length} of ${budgeted.length} within budget. Written to bench-results.json.`)
for (const figure of over) {
  console.info(
    `OVER BUDGET: ${figure.group}: ${figure.name} is ${figure.value} ${figure.unit}, budget ${figure.budget}`,
  )
}
for (const { group, error } of failures) console.error(`FAILED: ${group}: ${error}`)
process.exit(failures.length > 0 ? 1 : 0)
