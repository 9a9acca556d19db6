/**
 * `npm run fuzz [-- --seconds 60] [--target csv,push] [--seed 1]`: each target for so long. Findings are kept as files in
 * `corpus/<target>/`, which the suite replays from then on.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzz } from './loop.ts'
import { TARGETS } from './targets.ts'

const CORPUS = join(import.meta.dirname, 'corpus')
const { values } = parseArgs({
  options: { seconds: { type: 'string' }, target: { type: 'string' }, seed: { type: 'string' } },
})
const seconds = Number(values.seconds ?? process.env.FUZZ_SECONDS ?? 60)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const wanted = values.target?.split(',') ?? Object.keys(TARGETS)

let found = 0
console.info(`seed ${seed}, ${seconds} s each`)
for (const name of wanted) {
  const make = TARGETS[name]
  if (!make) throw new Error(`no target ${name}: ${Object.keys(TARGETS).join(' ')}`)
  const target = await make()
  const kept = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((file) => file.startsWith(`${name}/`))
  const report = await fuzz(
    target,
    seconds,
    seed,
    kept.map((file) => readFileSync(join(CORPUS, file))),
  )
  await target.close?.()
  const { runs, blocks, corpus, findings, heapMb, rssMb } = report
  console.info(
    `${name}: ${runs} runs, ${blocks} blocks, corpus ${corpus}, heap ${heapMb.join(' → ')} MB, resident ${rssMb} MB, ${findings.length} findings`,
  )
  for (const { name: file, input, error } of findings) {
    mkdirSync(join(CORPUS, name), { recursive: true })
    if (input.length > 0) writeFileSync(join(CORPUS, name, file), input)
    console.error(`  ${name}/${file}: ${error}`)
  }
  found += findings.length
}
process.exit(found > 0 ? 1 : 0)
