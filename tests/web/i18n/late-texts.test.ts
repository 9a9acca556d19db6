import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../../web/i18n/en/index.ts'
import { zhCN } from '../../../web/i18n/zh-CN/index.ts'
import { catalogue } from '../../../worker/domain/mutations.ts'

const WEB = resolve(import.meta.dirname, '../../../web')
/** Areas whose Chinese texts come with their screens: those the first load does not have. */
const LATE = Object.keys(en).filter((area) => !Object.hasOwn(zhCN, area))

interface Module {
  /** Loaded with it. */
  needs: string[]
  /** Loaded when something in it asks. */
  asksFor: string[]
  /** Late areas whose texts it puts in, and shows. */
  brings: Set<string>
  shows: Set<string>
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found as string)

/** What lies at a key, or undefined. */
const textAt = (key: string): unknown =>
  key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], en)
/** A whole key is a text, the beginning of one built from parts leads to some. */
const isText = (key: string): boolean =>
  key.endsWith('.') ? textAt(key.slice(0, -1)) !== undefined : !['object', 'undefined'].includes(typeof textAt(key))

/** By what is written in it. The name of a change may look like a text's. */
function readModule(path: string): Module {
  const text = readFileSync(path, 'utf8')
  const ours = (found: string[]) =>
    found.filter((to) => /^\..*\.tsx?$/.test(to)).map((to) => resolve(dirname(path), to))
  const named = all(text, /'([a-zA-Z]+\.[\w.-]+)'/g).filter((name) => !Object.hasOwn(catalogue, name))
  const asked = all(text, /\bt\('([^']+)'/g)
  const built = all(text, /`([a-zA-Z]+\.(?:[\w-]+\.)*)/g)
  const keys = [...named, ...asked, ...built].filter(isText)
  const areas = (names: string[]) => new Set(names.filter((name) => LATE.includes(name)))
  return {
    needs: ours(all(text, /^(?:import|export)\s(?!type\b)(?:[^'";]*?\bfrom\s)?\s*'([^']+)'/gm)),
    asksFor: ours(all(text, /(?<!typeof )\bimport\('([^']+)'\)/g)),
    brings: areas(all(text, /\bbringTexts\(\{ (\w+)/g)),
    // Texts are not shown where they are written.
    shows: areas(path.includes('/i18n/') ? [] : keys.map((key) => key.split('.')[0] as string)),
  }
}

const modules = new Map(
  readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/^(dist|buyer)\//.test(name))
    .map((name) => [join(WEB, name), readModule(join(WEB, name))] as const),
)

/** What is loaded together with a module. */
function loadedWith(path: string): Module[] {
  const paths = new Set([path])
  for (const one of paths) for (const to of modules.get(one)?.needs ?? []) paths.add(to)
  return [...paths].flatMap((one) => modules.get(one) ?? [])
}

/** By module that is loaded on its own: the areas it can rely on, from itself or from whatever may have asked for it. */
function reliedOn(first: string): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>([[first, new Set()]])
  for (const [path] of asked) {
    for (const to of loadedWith(path).flatMap(({ asksFor }) => asksFor)) {
      asked.set(to, (asked.get(to) ?? new Set()).add(path))
    }
  }
  const areas = new Map([...asked.keys()].map((path) => [path, new Set(path === first ? [] : LATE)]))
  for (let before = -1, now = 0; before !== now; ) {
    before = now
    for (const [path, by] of asked) {
      const fromAskers = LATE.filter((area) => by.size > 0 && [...by].every((one) => areas.get(one)?.has(area)))
      areas.set(path, new Set([...fromAskers, ...loadedWith(path).flatMap(({ brings }) => [...brings])]))
    }
    now = [...areas.values()].reduce((sum, { size }) => sum + size, 1)
  }
  return areas
}

describe('texts that come with their screens', () => {
  const areas = reliedOn(join(WEB, 'main.tsx'))

  it('are found: every late area is brought by somebody and shown by somebody', () => {
    const every = [...areas.keys()].flatMap(loadedWith)
    expect(new Set(every.flatMap(({ brings }) => [...brings]))).toEqual(new Set(LATE))
    expect(new Set(every.flatMap(({ shows }) => [...shows]))).toEqual(new Set(LATE))
  })

  it('are there wherever something shows them: a text that is missing breaks the screen', () => {
    const missing = [...areas].flatMap(([path, has]) =>
      loadedWith(path).flatMap((module) =>
        [...module.shows]
          .filter((area) => !has.has(area))
          .map((area) => `${nameOf(module)} shows ${area}, and ${relative(WEB, path)} is loaded without it`),
      ),
    )
    expect(missing).toEqual([])
  })
})

const nameOf = (module: Module): string =>
  relative(WEB, [...modules].find(([, one]) => one === module)?.[0] ?? 'nowhere')
