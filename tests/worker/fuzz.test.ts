/** Every way in, a little varied: what was once found stays found. `npm run fuzz` does the same for long. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fuzz } from '../fuzz/loop.ts'
import { mutateBytes } from '../fuzz/mutate.ts'
import { planted } from '../fuzz/planted.ts'
import { TARGETS } from '../fuzz/targets.ts'

const CORPUS = join(import.meta.dirname, '../fuzz/corpus')
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 2)

const kept = (name: string) =>
  readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.startsWith(`${name}/`))
    .map((file) => readFileSync(join(CORPUS, file)))

test.each(Object.keys(TARGETS))(
  '%s: no fault of ours, nothing half written, nothing hangs',
  { timeout: 120_000 },
  async (name) => {
    const target = await TARGETS[name]?.()
    if (!target) throw new Error(name)
    const report = await fuzz(target, SECONDS, 20_261_130, kept(name))
    await target.close?.()
    expect(report.findings.map(({ name, error }) => `${name}: ${error}`)).toEqual([])
    // Else nothing was tried, or the guide is blind.
    expect(report.runs).toBeGreaterThanOrEqual(target.seeds.length)
    expect(report.blocks).toBeGreaterThan(50)
  },
)

test('a fault that is planted behind four doors is found', async () => {
  const report = await fuzz(
    {
      ...{ name: 'planted', covers: ['/tests/fuzz/planted'], seeds: [Buffer.alloc(12, 0x2e)] },
      vary: (input, other, dice) => mutateBytes(input, other, ['F', 'U', 'Z'], dice),
      run: async (input) => planted(input),
    },
    60,
    3,
    [],
    1,
  )
  expect(report.findings[0]?.error ?? '').toContain('found')
})
