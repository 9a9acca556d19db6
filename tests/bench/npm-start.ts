/** What `npm start` adds to a bare answer in workerd: the door, the assets' router, the app and one read of its database. */
import { resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { build, type Rolldown } from 'vite'
import type { Report } from './figure.ts'
import { startStage } from './stage.ts'
import { interleaved } from './timing.ts'

const WARM_UP = 50
const TIMES = 500
const BUDGET = 3

export async function npmStart(report: Report): Promise<void> {
  // First, as Miniflare starts it by itself; the stage's is supervised.
  const bare = new Miniflare(await bareOptions())
  await bare.ready
  const stage = await startStage()
  try {
    const asked = { health: stage.url, bare: await bare.unsafeGetDirectURL() }
    const ask = (url: URL) => async () => {
      const answer = await fetch(new URL('/api/health', url))
      if (!answer.ok) throw new Error(`health answered ${answer.status}`)
      await answer.text()
    }
    const works = { health: ask(asked.health), bare: ask(asked.bare) }
    await interleaved(works, WARM_UP)
    const { health, bare: least } = await interleaved(works, TIMES)
    report.measured('bare Hono answer in workerd', 'ms', least, `median of ${TIMES}, interleaved`)
    report.atMost(BUDGET, 'health of npm start ÷ bare', '×', health / least, `${health.toPrecision(3)} ms`)
  } finally {
    await bare.dispose()
    await stage.close()
  }
}

async function bareOptions() {
  const built = (await build({
    ...{ configFile: false, logLevel: 'error' },
    build: { ssr: resolve(import.meta.dirname, 'bare-hono.ts'), write: false },
    ssr: { noExternal: true, target: 'webworker' },
  })) as Rolldown.RolldownOutput
  return convertV4MiniflareOptions({
    ...{ modules: true, script: built.output[0].code, compatibilityDate: '2026-10-01' },
    ...{ host: '127.0.0.1', port: 0, cf: false, logRequests: false },
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  })
}
