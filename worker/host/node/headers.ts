/** `_headers` of the built app, as Cloudflare reads it (https://developers.cloudflare.com/workers/static-assets/headers/). */

interface Rule {
  pattern: RegExp
  set: [name: string, value: string][]
  /** Taken away again, whoever set them. */
  unset: string[]
}

/** @returns what the file says for a path, names in lower case */
export function headerRules(text: string): (path: string) => Record<string, string> {
  const rules: Rule[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const rule = rules.at(-1)
    if (!/^\s/.test(line)) rules.push({ pattern: patternOf(line.trim()), set: [], unset: [] })
    else if (line.trim().startsWith('! ')) rule?.unset.push(line.trim().slice(2).toLowerCase())
    else {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line.trim()) ?? []
      rule?.set.push([name.toLowerCase(), value])
    }
  }
  return (path) => {
    const headers: Record<string, string> = {}
    for (const { pattern, set, unset } of rules) {
      if (!pattern.test(path)) continue
      for (const name of unset) delete headers[name]
      for (const [name, value] of set) headers[name] = headers[name] ? `${headers[name]}, ${value}` : value
    }
    return headers
  }
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
