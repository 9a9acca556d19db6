/**
 * Coverage-guided fuzzing: inputs that ran code no input before has run are kept and varied further. What V8 counts is
 * dear to ask for, so it is asked for once a handful; only where that was news are its inputs looked at one by one.
 */
import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Coverage } from './coverage.ts'
import { Dice } from './mutate.ts'

export interface Target {
  name: string
  /** Files whose code counts as coverage, as parts of their path. */
  covers: readonly string[]
  /** Good inputs to begin with. */
  seeds: Buffer[]
  vary(input: Buffer, other: Buffer, dice: Dice): Buffer
  /** Takes in one input. @throws a finding */
  run(input: Buffer): Promise<void>
  /** Looks over what all of them left behind. @throws a finding */
  check?(): Promise<void>
  close?(): Promise<void>
}

export interface Finding {
  input: Buffer
  /** First eight of its SHA-256. */
  name: string
  error: string
}

export interface Report {
  target: string
  runs: number
  seconds: number
  blocks: number
  corpus: number
  findings: Finding[]
  /** JavaScript heap after a collection, MB: at a third, two thirds and the end. */
  heapMb: number[]
  /** Resident, at the end. */
  rssMb: number
}

const HANDFUL = 16
/** An input that takes longer hangs. */
const HANGS_MS = 10_000
const FINDINGS = 20

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/**
 * @param more inputs kept from earlier, tried first
 * @param most ends with so many findings
 */
export async function fuzz(
  target: Target,
  seconds: number,
  seed: number,
  more: Buffer[] = [],
  most = FINDINGS,
): Promise<Report> {
  const dice = new Dice(seed)
  const coverage = new Coverage((url) => target.covers.some((part) => url.includes(part)))
  const corpus: Buffer[] = []
  const findings = new Map<string, Finding>()
  const heapMb: number[] = []
  const begun = performance.now()
  const past = () => (performance.now() - begun) / 1000
  let runs = 0

  const run = async (input: Buffer) => {
    runs++
    try {
      await inTime(target.run(input))
    } catch (error) {
      const words = (error as Error).stack?.split('\n').slice(0, 3).join(' | ') ?? String(error)
      // One of a kind.
      const kind = words.replaceAll(/[0-9a-f-]{8,}|\d+/g, '#')
      if (!findings.has(kind)) findings.set(kind, { input, name: digest(input), error: words })
    }
  }
  const seen = new Set<string>()
  const news = () => [...coverage.take().blocks()].filter((block) => !seen.has(block))
  /** Runs them all; where that was news, each again alone to see whose it was. */
  const handful = async (inputs: Buffer[]) => {
    for (const input of inputs) await run(input)
    const open = new Set(news())
    for (const input of open.size > 0 ? inputs : []) {
      if (open.size === 0) break
      await run(input)
      const ran = coverage.take()
      const its = [...open].filter((block) => ran.has(block))
      if (its.length > 0) corpus.push(input)
      for (const block of its) {
        open.delete(block)
        seen.add(block)
      }
    }
    // Of code that runs but once, whoever it was.
    for (const block of open) seen.add(block)
  }

  corpus.push(...target.seeds, ...more)
  for (const input of corpus) await run(input)
  for (const block of news()) seen.add(block)
  while (past() < seconds && findings.size < most) {
    await handful(Array.from({ length: HANDFUL }, () => target.vary(dice.of(corpus), dice.of(corpus), dice)))
    if (past() > (seconds / 3) * (heapMb.length + 1)) heapMb.push(heap())
    if (corpus.length > 2_000) corpus.splice(target.seeds.length, 500)
  }
  if (target.check) {
    await target.check().catch((error: Error) => {
      findings.set('check', { input: Buffer.alloc(0), name: 'check', error: error.message })
    })
  }
  heapMb.push(heap())
  coverage.stop()
  return {
    ...{ target: target.name, runs, seconds: Math.round(past()), blocks: seen.size, corpus: corpus.length },
    ...{ findings: [...findings.values()], heapMb, rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) },
  }
}

const digest = (input: Buffer): string => createHash('sha256').update(input).digest('hex').slice(0, 8)

function heap(): number {
  collect()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, hung) => {
    timer = setTimeout(() => hung(new Error(`hung for ${HANGS_MS} ms`)), HANGS_MS)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
