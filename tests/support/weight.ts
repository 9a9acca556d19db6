/** What travels before the first screen of a built app. */
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The page's modules and all they import statically, as paths in `dist`. */
export function firstLoad(dist: string): string[] {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const found = new Set<string>()
  const visit = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    const source = readFileSync(join(dist, file), 'utf8')
    for (const match of source.matchAll(
      /(?:^|[;}\s])(?:import|export)(?:[\w${},*\s]+from)?\s*["'](\.[^"']+\.js)["']/g,
    )) {
      visit(posix.join(dirname(file), match[1] ?? ''))
    }
  }
  for (const match of html.matchAll(/<script[^>]+type="module"[^>]*src="\/([^"]+)"/g)) visit(match[1] ?? '')
  for (const match of html.matchAll(/<link[^>]+rel="modulepreload"[^>]*href="\/([^"]+)"/g)) visit(match[1] ?? '')
  if (found.size === 0) throw new Error('index.html loads no module')
  return [...found]
}

/** Of files in `dist`, kB compressed. */
export const kilobytes = (dist: string, files: readonly string[]): number =>
  gzipped(files.map((file) => readFileSync(join(dist, file))))

/** kB */
export const gzipped = (files: readonly Buffer[]): number =>
  files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0) / 1000
