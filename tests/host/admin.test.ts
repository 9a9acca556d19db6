import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { open } from '../../db/client.ts'
import { startLocalDatabase } from '../../db/local.ts'
import { migrate } from '../../db/migrate.ts'
import { type OpenDatabase, ownDatabase } from '../../worker/host/data-dir.ts'
import { newId } from '../../worker/ids.ts'
import { TestShop } from '../support/in-process.ts'
import { endServers, HOST, type OwnServer, pagesIn, startServer, temporaryDir } from '../support/own-server.ts'
import { PASSWORD } from '../support/worker.ts'

const ORIGIN = 'https://crm.test'
const ADMIN = resolve(import.meta.dirname, '../../worker/host/admin.ts')
const PLACE = { currency: 'CNY', timezone: 'Asia/Shanghai', locale: 'zh-CN' }

let dir: string
let app: OpenDatabase | null
beforeEach(() => {
  dir = temporaryDir()
  app = null
})
afterEach(async () => {
  await app?.close()
  await endServers()
  rmSync(dir, { recursive: true, force: true })
})

interface Said {
  code: number
  out: string[]
  err: string
}

/** A command beside whatever runs on `dir`. */
const admin = (command: string, env: Record<string, string> = {}): Promise<Said> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env.PATH, DATA_DIR: dir, ...env } }
    execFile(process.execPath, [ADMIN, ...command.split(' ')], options, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out: out.trim().split('\n'), err }),
    )
  })
const tokenOf = (address = ''): string => {
  const [, token = ''] = /^https:\/\/crm\.test\/join#([A-Za-z0-9_-]{43})$/.exec(address) ?? []
  expect(token).not.toBe('')
  return token
}

/** The app over the database that the commands work on. */
async function running(): Promise<TestShop> {
  app ??= await ownDatabase(dir, { origin: ORIGIN })
  return TestShop.create(open(app.url, app.token), { now: () => Date.now(), signUp: 'first' })
}
const ask = (shop: TestShop, path: string, body: object) => shop.request(path, body, 'none=1')
const signIn = async (shop: TestShop, email: string, password: string) =>
  (await ask(shop, '/api/session/sign-in', { email, password })).status

describe('links from the machine', () => {
  test('a shop made for somebody: its id, and a link with which they name themselves and choose a password', async () => {
    const email = `${newId()}@example.test`
    const made = await admin(`shop create --name 山间茶铺 --currency CNY --timezone Asia/Shanghai --owner ${email}`, {
      PUBLIC_URL: ORIGIN,
    })
    expect([made.code, made.out.length]).toEqual([0, 2])
    const [shopId, address] = made.out
    const shop = await running()
    const token = tokenOf(address)
    expect((await ask(shop, '/api/join/look', { token })).body).toMatchObject({
      kind: 'owner',
      shop: '山间茶铺',
      email,
    })
    const came = await ask(shop, '/api/join/password', { token, password: PASSWORD, name: '阿青' })
    expect(came).toMatchObject({ status: 201, body: { shopId } })
    expect(await signIn(shop, email, PASSWORD)).toBe(200)
    const [members = []] = await shop.deps.database.read([
      { sql: 'SELECT name, role FROM members WHERE shopId = :id', args: { id: shopId ?? '' } },
    ])
    expect(members).toEqual([{ name: '阿青', role: 'owner' }])
    // The same e-mail makes no second shop.
    const again = await admin(`shop create --name 另一家 --owner ${email}`)
    expect([again.code, again.out, again.err.includes('already an account')]).toEqual([1, [''], true])
  })

  test('a new password for somebody who forgot theirs, while the app runs', async () => {
    const shop = await running()
    const email = `${newId()}@example.test`
    const [, address] = (await admin(`shop create --name 店 --owner ${email}`)).out
    await ask(shop, '/api/join/password', { token: tokenOf(address), password: PASSWORD })
    const reset = await admin(`password reset --email ${email.toUpperCase()}`)
    expect([reset.code, reset.out.length]).toEqual([0, 1])
    const token = tokenOf(reset.out[0])
    const chosen = 'a kettle on the sill'
    expect((await ask(shop, '/api/join/password', { token, password: chosen })).status).toBe(201)
    expect([await signIn(shop, email, PASSWORD), await signIn(shop, email, chosen)]).toEqual([401, 200])
    const unknown = await admin('password reset --email nobody@example.test')
    expect([unknown.code, unknown.out, unknown.err.trim()]).toEqual([
      1,
      [''],
      'Nobody signs in with nobody@example.test',
    ])
  })

  test('a key for a shop that is not there is refused, and the folder is left as whoever comes next needs it', async () => {
    const made = await admin(`key create --shop ${newId()} --scopes orders:write`)
    expect([made.code, made.out, made.err.trim()]).toEqual([1, [''], expect.stringMatching(/^There is no shop \S+$/)])
    // Nobody else runs here any more, and no address is left that leads nowhere.
    expect(readdirSync(dir)).not.toContain('database.json')
    expect(statSync(join(dir, 'regulars.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0)
  })

  test('the first owner’s link anew, until somebody can sign in', async () => {
    const shop = await running()
    const [before] = (await admin('owner invite')).out
    const [after] = (await admin('owner invite')).out
    const form = { shop: '第一家店', name: '阿青', email: `${newId()}@example.test`, password: PASSWORD, ...PLACE }
    const use = (address = '') => ask(shop, '/api/join/shop', { token: tokenOf(address), ...form })
    expect([(await use(before)).status, (await use(after)).status]).toEqual([404, 201])
    const late = await admin('owner invite')
    expect([late.code, late.out, late.err.includes('can sign in already')]).toEqual([1, [''], true])
  })
})

describe('on a libSQL server elsewhere, as a deployed worker has it', () => {
  test('the first owner’s link is made there, for the address people use, and nothing in the data folder is touched', async () => {
    const remote = await startLocalDatabase({ file: join(dir, 'elsewhere', 'remote.db'), token: 'secret' })
    try {
      const there = { LIBSQL_URL: remote.url, LIBSQL_TOKEN: 'secret' }
      const early = await admin('owner invite', { ...there, PUBLIC_URL: ORIGIN })
      expect([early.code, early.out, early.err.trim()]).toEqual([1, [''], expect.stringContaining('npm run migrate')])
      await migrate(remote.url, 'secret')
      const where = await admin('owner invite', there)
      expect([where.code, where.err.trim()]).toEqual([1, expect.stringContaining('PUBLIC_URL')])
      const invited = await admin('owner invite', { ...there, PUBLIC_URL: ORIGIN })
      expect(invited.code).toBe(0)
      const shop = await TestShop.create(open(remote.url, 'secret'), { now: () => Date.now(), signUp: 'first' })
      const form = { shop: '第一家店', name: '阿青', email: `${newId()}@example.test`, password: PASSWORD, ...PLACE }
      expect((await ask(shop, '/api/join/shop', { token: tokenOf(invited.out[0]), ...form })).status).toBe(201)
      const late = await admin('owner invite', { ...there, PUBLIC_URL: ORIGIN })
      expect([late.code, late.err.includes('can sign in already')]).toEqual([1, true])
      const denied = await admin('owner invite', { ...there, LIBSQL_TOKEN: 'wrong', PUBLIC_URL: ORIGIN })
      expect([denied.code, denied.out, denied.err.includes('LIBSQL_TOKEN')]).toEqual([1, [''], true])
      expect(existsSync(join(dir, 'regulars.db'))).toBe(false)
    } finally {
      await remote.close()
    }
  })
})

describe('an own server', () => {
  const own = (body: object) => ({
    method: 'POST',
    headers: { origin: `https://${HOST}`, 'x-regulars': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const linkIn = (server: OwnServer): string | undefined => /https:\/\/crm\.test\/join#\S+/.exec(server.said())?.[0]

  test('lets its first owner in by the link it prints, and nobody who merely comes by', async () => {
    pagesIn(dir, readFileSync(resolve(import.meta.dirname, '../../web/public/_headers'), 'utf8'))
    const first = await startServer(dir, { SIGN_UP: '' })
    expect(first.said()).toContain('https://crm.test')
    const form = { shop: '第一家店', name: '阿青', email: `${newId()}@example.test`, password: PASSWORD, ...PLACE }
    const refused = await first.ask('/api/session/sign-up', own(form))
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([403, 'sign_up_closed'])
    const token = tokenOf(linkIn(first))
    // A command beside it makes the printed one void.
    const anew = await admin('owner invite', { DATA_DIR: join(dir, 'data') })
    const voided = await first.ask('/api/join/shop', own({ token, ...form }))
    expect([voided.status, JSON.parse(voided.text).code]).toEqual([404, 'link_gone'])
    const came = await first.ask('/api/join/shop', own({ token: tokenOf(anew.out[0]), ...form }))
    expect([came.status, String(came.headers['set-cookie'])]).toEqual([201, expect.stringContaining('__Host-session=')])
    first.child.kill('SIGTERM')
    await first.ended
    const second = await startServer(dir, { SIGN_UP: '' })
    expect(linkIn(second)).toBeUndefined()
  })
})
