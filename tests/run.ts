/** `npm test`: types, lint, domain, unit, worker on both hosts, browser. Everything runs, failures are told at the end. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const total: Count = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

function add(step: string, { passed, failed, skipped }: Count): void {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  if (failed > 0) failures.push(step)
}

function command(step: string, name: string, args: string[]): void {
  console.info(`\n── ${step}`)
  const ok = spawnSync(name, args, { stdio: 'inherit' }).status === 0
  add(step, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })
}

function vitest(project: string): void {
  console.info(`\n── ${project} tests`)
  const dir = mkdtempSync(join(tmpdir(), 'regulars-test-'))
  const file = join(dir, 'result.json')
  const { status } = spawnSync(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { stdio: 'inherit' },
  )
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      numPendingTests: number
      success: boolean
    }
    // A file that does not load fails no single test, yet the run.
    const failed = Math.max(result.numFailedTests, result.success && status === 0 ? 0 : 1)
    add(project, { passed: result.numPassedTests, failed, skipped: result.numPendingTests })
  } catch {
    add(project, { passed: 0, failed: 1, skipped: 0 })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

command('types', 'npm', ['run', '-s', 'types'])
command('lint', 'biome', ['check', '.'])
vitest('domain')
vitest('unit')
vitest('worker')
vitest('own-server')
vitest('browser')

if (failures.length > 0) console.error(`\nFailed: ${failures.join(', ')}`)
console.info(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed > 0 ? 1 : 0)
