import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { open } from '../../db/client.ts'
import { ownDatabase, reachDatabase } from '../../worker/host/data-dir.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'regulars-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const answers = ({ url, token }: { url: string; token: string }) =>
  open(url, token).read([{ sql: 'SELECT COUNT(*) AS shops FROM shops', args: {} }])
const addressFile = () => join(dir, 'database.json')

describe('the database of a data folder', () => {
  test('is the running app’s, which goes on when the command is done', async () => {
    const app = await ownDatabase(dir)
    expect(statSync(addressFile()).mode & 0o777).toBe(0o600)
    const command = await reachDatabase(dir)
    expect(command.url).toBe(app.url)
    await command.close()
    expect(await answers(app)).toEqual([[{ shops: 0 }]])
    await app.close()
    expect(() => statSync(addressFile())).toThrow()
  })

  test('is that of a copy, also while the app of the original runs', async () => {
    const app = await ownDatabase(dir)
    const copy = `${dir}-copy`
    try {
      cpSync(dir, copy, { recursive: true })
      const command = await reachDatabase(copy)
      const limit = {
        sql: 'INSERT INTO limits (key, hits, lastAt, resetAt) VALUES (:key, 0, 0, 0)',
        args: { key: 'x' },
      }
      await open(command.url, command.token).write([limit])
      await command.close()
      const ask = { sql: 'SELECT COUNT(*) AS kept FROM limits', args: {} }
      expect(await open(app.url, app.token).read([ask])).toEqual([[{ kept: 0 }]])
      // The app’s own address is still there.
      expect((await reachDatabase(dir)).url).toBe(app.url)
    } finally {
      rmSync(copy, { recursive: true, force: true })
      await app.close()
    }
  })

  test.each([
    ['nobody left an address', null],
    ['the app was killed', JSON.stringify({ url: 'http://127.0.0.1:1', token: 't' })],
    ['the machine stopped while the address was written', '{"url":"http://127.'],
    ['the address is an empty file', ''],
    ['the address is something else', '[]'],
  ])('is opened by the command itself when %s', async (_what, address) => {
    if (address !== null) writeFileSync(addressFile(), address)
    const command = await reachDatabase(dir)
    expect(await answers(command)).toEqual([[{ shops: 0 }]])
    await command.close()
    expect(() => statSync(addressFile())).toThrow()
  })
})
