/** Which blocks of code ran, as V8 counts them: what tells a fuzzer that an input is something new. */
import type { Profiler } from 'node:inspector'
import { Session } from 'node:inspector'

export class Coverage {
  readonly #session = new Session()
  readonly #mine: (url: string) => boolean

  /** @param mine the scripts whose blocks count */
  constructor(mine: (url: string) => boolean) {
    this.#mine = mine
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** What ran since the last time. */
  take(): Ran {
    let found: Profiler.ScriptCoverage[] = []
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) throw error
      found = answer.result
    })
    return new Ran(found.filter(({ url }) => this.#mine(url)))
  }

  stop(): void {
    this.#session.post('Profiler.stopPreciseCoverage')
    this.#session.disconnect()
  }
}

/** Code that ran. V8 tells of a block only where it ran another number of times than what is around it. */
export class Ran {
  readonly #scripts: Profiler.ScriptCoverage[]
  constructor(scripts: Profiler.ScriptCoverage[]) {
    this.#scripts = scripts
  }

  /** The blocks it tells of by name. */
  *blocks(): Generator<string> {
    for (const { url, functions } of this.#scripts) {
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges)
          if (count > 0) yield `${startOffset}:${endOffset}:${url}`
      }
    }
  }

  /** Whether a block ran, told of by name or not. */
  has(block: string): boolean {
    const [start = '', end = ''] = block.split(':', 2)
    const [from, to, url] = [Number(start), Number(end), block.slice(start.length + end.length + 2)]
    let innermost = { size: Number.POSITIVE_INFINITY, count: 0 }
    for (const script of this.#scripts) {
      if (script.url !== url) continue
      for (const { ranges } of script.functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const size = endOffset - startOffset
          if (startOffset <= from && endOffset >= to && size <= innermost.size) innermost = { size, count }
        }
      }
    }
    return innermost.count > 0
  }
}
