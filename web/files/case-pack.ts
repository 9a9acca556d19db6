/** A case as one file for a platform's arbiter: what happened, the evidence, and sums by which both can be checked. */
import { type Entry, zip } from './zip.ts'

export interface PackEvent {
  when: string
  who: string
  what: string
  lines: readonly string[]
}

export interface PackFile {
  /** As the person called it. */
  name: string
  type: string
  when: string
  who: string
  at: number
  /** Null when the bytes could not be had. */
  bytes: Uint8Array<ArrayBuffer> | null
  /** SHA-256 as the case's record has it. */
  hash: string
}

/** Everything the pack says, in the reader's language. */
export interface CasePack {
  language: string
  title: string
  subtitle: string
  facts: readonly (readonly [label: string, value: string])[]
  events: readonly PackEvent[]
  files: readonly PackFile[]
  words: {
    facts: string
    events: string
    files: string
    none: string
    missing: string
    /** What the sums are for and how to check them. */
    sums: string
  }
  /** When it was made, epoch ms. */
  at: number
}

export const SUMS = 'SHA256SUMS.txt'
export const TIMELINE = 'timeline.html'

const EXTENSION: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/**
 * A name that is only ever a file's: no folder, no control or direction marks, nothing Windows refuses. The number
 * keeps names apart; the ending is what the file is, whatever it was called.
 */
export function packName(name: string, type: string, n: number): string {
  const stem = name
    .normalize('NFC')
    .replace(/\.[^.]{1,5}$/, '')
    .replace(/[\p{C}\p{Z}<>:"/\\|?*~$%&'`;!^(){}[\]#@+,=]+/gu, ' ')
    .trim()
    .replace(/^[.\-\s]+|[.\s]+$/g, '')
  const short = [...stem].slice(0, 40).join('').trim()
  return `${String(n).padStart(2, '0')}${short && ` ${short}`}.${EXTENSION[type] ?? 'bin'}`
}

/** Text within HTML, also within a quoted attribute. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/(?![\t\n])\p{Cc}/gu, '')

const STYLE = `body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#22201d;background:#fff}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #ddd}
p,dd{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0}dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem;margin:0}dt,.q{color:#6b655c}dd{margin:0}
ol{padding-left:1.2rem}li{margin:0 0 1rem}img{max-width:100%;max-height:24rem;display:block;margin:.4rem 0;border:1px solid #ddd}code{font-size:.8rem;overflow-wrap:anywhere}
@media print{li{break-inside:avoid}}`

/** The page of the pack: whole in itself, no script, readable by anybody. `paths` are the files' places beside it. */
export function packPage(pack: CasePack, paths: readonly (string | null)[]): string {
  const { words } = pack
  const event = ({ when, who, what, lines }: PackEvent) =>
    `<li><b>${escaped(what)}</b> <span class="q">${escaped(when)} · ${escaped(who)}</span>${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</li>`
  const file = ({ name, type, when, who, hash }: PackFile, i: number) => {
    const path = paths[i] ?? ''
    const href = path.split('/').map(encodeURIComponent).join('/')
    const shown = !href
      ? `<p>${escaped(words.missing)}</p>`
      : type.startsWith('image/')
        ? `<a href="${escaped(href)}"><img src="${escaped(href)}" alt="${escaped(name)}"></a>`
        : `<p><a href="${escaped(href)}">${escaped(path)}</a></p>`
    return `<li><b>${escaped(name)}</b> <span class="q">${escaped(when)} · ${escaped(who)}</span>${shown}<code>SHA-256 ${escaped(hash)}</code></li>`
  }
  const list = (items: readonly string[]) =>
    items.length > 0 ? `<ol>${items.join('')}</ol>` : `<p>${escaped(words.none)}</p>`
  return `<!doctype html>
<html lang="${escaped(pack.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
<title>${escaped(pack.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(pack.title)}</h1>
<p class="q">${escaped(pack.subtitle)}</p>
<h2>${escaped(words.facts)}</h2>
<dl>${pack.facts.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<h2>${escaped(words.events)}</h2>
${list(pack.events.map(event))}
<h2>${escaped(words.files)}</h2>
${list(pack.files.map(file))}
<p class="q">${escaped(words.sums)}</p>
</body>
</html>
`
}

/** The whole pack as a ZIP. `sha256` gives lower-case hex. */
export async function casePack(
  pack: CasePack,
  sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
): Promise<Blob> {
  const paths = pack.files.map(({ name, type, bytes }, i) => bytes && `evidence/${packName(name, type, i + 1)}`)
  const page = new TextEncoder().encode(packPage(pack, paths))
  const at = new Date(pack.at)
  const entries: Entry[] = [
    { name: TIMELINE, bytes: page, at },
    ...pack.files.flatMap(({ bytes, at: taken }, i) => {
      const name = paths[i]
      return bytes && name ? [{ name, bytes, at: new Date(taken) }] : []
    }),
  ]
  const sums = await Promise.all(entries.map(async ({ name, bytes }) => `${await sha256(bytes)}  ${name}\n`))
  return zip([...entries, { name: SUMS, bytes: new TextEncoder().encode(sums.join('')), at }])
}
