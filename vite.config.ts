import { resolve } from 'node:path'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { buyerPage } from './vite.buyer.ts'

const root = resolve(import.meta.dirname, 'web')

/** What screens share beyond the first load … */
const SHARED = /web\/(components|store|i18n|actions|api|sync)|worker\/domain/
/** … and what only some do: it comes with them. */
const OF_SOME =
  /i18n\/en|zh-CN\/(coming|evidence|handling|import|intake|join|learning|more|overview|privacy|products|reach|reviewing|segments|self|tier-history)|components\/charts|actions\/(account|cases|evidence|learning|links|one-time-links|people|products|segments|templates|farewell|devices|passkeys)|domain\/(evidence\/strip|person-export|csv|import|overview|learning|cause|intake|explain\/(criteria|learning|model))/

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

let atFirst: Set<string> | undefined

/** What the page itself imports; all else comes with the screen that wants it. Worked out once a build. */
function neededAtFirst(modules: Modules): Set<string> {
  if (!atFirst) {
    atFirst = new Set([resolve(root, 'main.tsx')])
    for (const id of atFirst) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) atFirst.add(imported)
  }
  return atFirst
}

export default defineConfig({
  root,
  clearScreen: false,
  logLevel: 'warn',
  plugins: [
    preact(),
    buyerPage(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      // The buyer's page is no part of the app.
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['b/**'],
        minify: true,
      },
      manifest: {
        id: '/',
        name: '回头客 Regulars',
        short_name: '回头客',
        description: '小店的客户关系：今天谁最重要、谁不满意、谁正在流失。',
        lang: 'zh-CN',
        start_url: '/today',
        scope: '/',
        display: 'standalone',
        orientation: 'any',
        background_color: '#f6f5f2',
        theme_color: '#f6f5f2',
        categories: ['business', 'productivity'],
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [
          { name: '记一件纠纷', short_name: '纠纷', url: '/disputes/new' },
          { name: '今日', url: '/today' },
        ],
        share_target: {
          action: '/share',
          method: 'POST',
          enctype: 'multipart/form-data',
          params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['image/*'] }] },
        },
      },
    }),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What several screens share comes in a few files rather than in thirty: each costs a phone a round trip.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules\/(?!papaparse|uqr)/, minShareCount: 2, priority: 2 },
            // A group takes along what its modules import: the first load must have its own before the rest is grouped.
            {
              name: (id, modules) => (neededAtFirst(modules).has(id) ? 'shared' : null),
              minShareCount: 2,
              priority: 1,
            },
            { name: 'screens', test: (id) => SHARED.test(id) && !OF_SOME.test(id), minShareCount: 3 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
})
