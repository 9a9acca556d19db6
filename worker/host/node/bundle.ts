/**
 * `node worker/host/node/bundle.ts FOLDER`: the own server in a few files of plain JavaScript, so that it starts at once
 * and rests small. A process of its own, since the bundler is heavy and wanted for nothing else.
 */
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../../..')
const [folder = ''] = process.argv.slice(2)

await build({
  ...{ configFile: false, root: ROOT, logLevel: 'error' },
  // The engine is native; what migrates, and what checks passkeys, is loaded only then and from where it lies: bundled,
  // the parts of the latter would run in another order than they need.
  ssr: {
    noExternal: true,
    external: [
      ...['libsql', '@libsql/client/web', 'drizzle-orm'],
      ...['@simplewebauthn/server', '@simplewebauthn/server/helpers'],
    ],
  },
  // No file of it is the program that was asked for.
  define: { 'import.meta.main': 'false' },
  build: {
    ...{ ssr: true, outDir: folder, target: 'node24', minify: false },
    rolldownOptions: {
      input: {
        index: join(ROOT, 'worker/host/node/bundled.ts'),
        database: join(ROOT, 'db/embedded/thread.ts'),
        background: join(ROOT, 'worker/host/node/background-thread.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
cpSync(join(ROOT, 'db/migrations'), join(folder, 'migrations'), { recursive: true })
