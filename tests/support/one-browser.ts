/** The phones of a test file share a browser, which goes with the last of its tests. */
import { afterAll } from 'vitest'
import { closeBrowser } from './app.ts'

afterAll(closeBrowser)
