/**
 * The buyer's page as a part of every build: one classic script and one style sheet for browsers of years ago, in files
 * of their own under /b/. Chat apps bring browsers along that know no modules.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'

const SOURCE = resolve(import.meta.dirname, 'web/buyer')
/** Where its page asks for them, before they have names of their own. */
const NAMES = { script: '/b/files/buyer.js', style: '/b/files/buyer.css' }

interface BuiltFile {
  fileName: string
  source: string
}

export async function buildBuyerPage(): Promise<BuiltFile[]> {
  const built = (await build({
    configFile: false,
    root: SOURCE,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2019',
      cssTarget: ['chrome61', 'safari11', 'ios11'],
      // Else the script would bring the styles along, which the page's policy forbids.
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: { input: resolve(SOURCE, 'main.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput
  const script = built.output.find((file) => file.type === 'chunk')?.code ?? ''
  const style = built.output.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
  const files = {
    script: named('js', script),
    style: named('css', style?.type === 'asset' ? String(style.source) : ''),
  }
  const page = readFileSync(resolve(SOURCE, 'index.html'), 'utf8')
    .replace(NAMES.script, `/${files.script.fileName}`)
    .replace(NAMES.style, `/${files.style.fileName}`)
  return [{ fileName: 'b/index.html', source: page }, files.script, files.style]
}

const named = (extension: string, source: string): BuiltFile => ({
  fileName: `b/files/buyer-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.${extension}`,
  source,
})

export const buyerPage = (): Plugin => ({
  name: 'buyer-page',
  async generateBundle() {
    for (const file of await buildBuyerPage()) this.emitFile({ type: 'asset', ...file })
  },
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (!path.startsWith('/b/')) return next()
      buildBuyerPage().then((files) => {
        const file = files.find(({ fileName }) => `/${fileName}` === path) ?? files[0]
        const type = /\.(js|css)$/.exec(file?.fileName ?? '')?.[1]
        response.setHeader('content-type', type === 'js' ? 'text/javascript' : `text/${type ?? 'html'}; charset=utf-8`)
        response.end(file?.source)
      }, next)
    })
  },
})
