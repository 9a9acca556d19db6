/** Lighthouse's mobile audit of the page somebody new sees, served as `npm start` serves it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findChromium } from '../support/chromium.ts'
import type { Report } from './figure.ts'
import { startStage } from './stage.ts'

const DIST = resolve(import.meta.dirname, '../../web/dist')
const CATEGORIES = ['performance', 'accessibility', 'best-practices']
const BUDGET = 98

interface Outcome {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, { score: number | null; title: string }>
}

export async function lighthouse(report: Report): Promise<void> {
  const stage = await startStage({ assets: DIST })
  try {
    const address = new URL(stage.url)
    address.hostname = 'localhost'
    const { categories, audits } = await audit(address.href, join(stage.dir, 'lighthouse.json'))
    for (const name of CATEGORIES) {
      const category = categories[name]
      const lost = (category?.auditRefs ?? [])
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
        .map(({ id }) => id)
      report.atLeast(BUDGET, name, '', Math.round((category?.score ?? 0) * 100), lost.join(', '))
    }
  } finally {
    await stage.close()
  }
}

/** In a process of its own: the worker's database lives in this one. */
async function audit(url: string, file: string): Promise<Outcome> {
  const args = [
    url,
    '--quiet',
    '--output=json',
    `--output-path=${file}`,
    `--only-categories=${CATEGORIES.join(',')}`,
    '--form-factor=mobile',
    '--chrome-flags=--headless=new --no-sandbox',
  ]
  const child = spawn('lighthouse', args, {
    env: { ...process.env, CHROME_PATH: findChromium().whole },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const [status] = (await once(child, 'exit')) as [number | null]
  if (status !== 0) throw new Error(`lighthouse failed: ${said.slice(-2000)}`)
  return JSON.parse(readFileSync(file, 'utf8')) as Outcome
}
