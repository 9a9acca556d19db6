import { globSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const tsx = { oxc: { jsx: { runtime: 'automatic' as const, importSource: 'preact' } } }

/** Tests of the app on a host ask for one by this name; they hold on either. */
const onAnyHost = globSync('tests/worker/**/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  readFileSync(`${import.meta.dirname}/${file}`, 'utf8').includes('startTestWorker('),
)

/**
 * domain: the pure rules · unit: database, store, screens, hosts in Node · worker: the worker in workerd on libSQL ·
 * own-server: the same tests on the own server · browser: the built app in Chromium
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'domain',
          include: ['tests/domain/**/*.test.ts'],
          // Rules keep nothing between two calls, so there is nothing to keep two files from.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        ...tsx,
        test: {
          name: 'unit',
          include: ['tests/{db,web,host}/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/patience.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'worker',
          include: ['tests/worker/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'own-server',
          include: onAnyHost,
          env: { TEST_HOST: 'node' },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/support/browser-setup.ts'],
          setupFiles: ['tests/support/one-browser.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // What a page has done reaches the database in its own time.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
