/** `npm run -s admin -- shop create …` and others: for the owner of the machine, also while the app runs. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { type Database, forShop, open } from '../../db/client.ts'
import { lastApplied, newestMigration } from '../../db/migrate.ts'
import { SCOPES, type Scope } from '../domain/actor.ts'
import { isCurrencyCode } from '../domain/money.ts'
import { oneTimeAddress } from '../domain/one-time-links.ts'
import { isTimeZone } from '../domain/time.ts'
import { ApiError } from '../errors.ts'
import { newId } from '../ids.ts'
import { newShop } from '../verbs/access.ts'
import { email } from '../verbs/fields.ts'
import { makeKey } from '../verbs/keys.ts'
import { firstOwnerLink, type Machine, resetByEmail, shopWithOwner } from '../verbs/machine-links.ts'
import { type OpenDatabase, reachDatabase } from './data-dir.ts'
import { databaseFile, dataDir } from './folder.ts'
import { reasonOf } from './reason.ts'

const USAGE = `Usage:
  npm run -s admin -- shop create --name NAME --currency CNY --timezone Asia/Shanghai [--locale zh-CN|en] [--owner EMAIL]
  npm run -s admin -- key create --shop ID --scopes ${SCOPES.slice(0, 2).join(',')} [--name NAME]
  npm run -s admin -- owner invite
  npm run -s admin -- password reset --email EMAIL
  npm run -s admin -- backup --to FILE [--shop ID]
  npm run -s admin -- restore --from FILE [--instead-of DIR]
They act on DATA_DIR; with LIBSQL_URL, LIBSQL_TOKEN and PUBLIC_URL set, all but backup and restore act on the
database of a deployed worker.
Scopes: ${SCOPES.join(' ')}`

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`)
  process.exit(2)
}

const { positionals, values } = parse()

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        currency: { type: 'string' },
        timezone: { type: 'string' },
        locale: { type: 'string' },
        owner: { type: 'string' },
        email: { type: 'string' },
        shop: { type: 'string' },
        scopes: { type: 'string' },
        to: { type: 'string' },
        from: { type: 'string' },
        'instead-of': { type: 'string' },
      },
    })
  } catch (error) {
    return fail((error as Error).message)
  }
}

async function createShop(): Promise<string> {
  const { name = fail('--name is missing'), currency = 'CNY', timezone = 'Asia/Shanghai', locale = 'zh-CN' } = values
  if (!isCurrencyCode(currency)) fail(`${currency} is no ISO 4217 currency`)
  if (!isTimeZone(timezone)) fail(`${timezone} is no IANA time zone`)
  if (locale !== 'zh-CN' && locale !== 'en') fail('--locale is zh-CN or en')
  const shop = { id: newId(), name, currency, timezone, locale } as const
  const owner = values.owner === undefined ? null : emailOf(values.owner, '--owner')
  return withDatabase(async (database, address) => {
    if (owner === null) {
      await forShop(database, shop.id).write([newShop(shop, newId(), Date.now())])
      return shop.id
    }
    const { token } = await shopWithOwner(machine(database), shop, owner).catch(
      sayInstead('email_taken', `There is already an account with ${owner}; nothing was made`),
    )
    return `${shop.id}\n${address(token)}`
  })
}

const machine = (directory: Database): Machine => ({ directory, now: Date.now(), newId })

function emailOf(text: string, option: string): string {
  const parsed = v.safeParse(email, text)
  return parsed.success ? parsed.output : fail(`${option} ${text} is no e-mail address`)
}

/** The first owner's link, for where it was printed and lost. */
const inviteOwner = (): Promise<string> =>
  withDatabase(async (database, address) => {
    const link = await firstOwnerLink(machine(database))
    if (!link)
      throw new Error('Somebody can sign in already: owners invite others, and `password reset` helps who forgot.')
    return address(link.token)
  })

function resetPassword(): Promise<string> {
  const of = emailOf(values.email ?? fail('--email is missing'), '--email')
  return withDatabase(async (database, address) => {
    const { token, passkeys } = await resetByEmail(machine(database), of).catch(
      sayInstead('not_found', `Nobody signs in with ${of}`),
    )
    if (passkeys.length > 0)
      tell(
        `Passkeys of ${of}: ${passkeys.join(', ')}. They are removed with the new password, unless whoever opens the link chooses to keep them.`,
      )
    return address(token)
  })
}

const sayInstead =
  (code: string, words: string) =>
  (error: unknown): never => {
    throw error instanceof ApiError && error.code === code ? new Error(words) : error
  }

async function createKey(): Promise<string> {
  const { shop = fail('--shop is missing'), scopes = fail('--scopes is missing'), name = 'admin' } = values
  const wanted = scopes.split(/[,\s]+/).filter(Boolean)
  const unknown = wanted.filter((scope) => !(SCOPES as readonly string[]).includes(scope))
  if (unknown.length > 0) fail(`Unknown scope: ${unknown.join(', ')}`)
  return withDatabase(async (database) => {
    const [found] = await database.read([{ sql: 'SELECT id FROM shops WHERE id = :shop', args: { shop } }])
    if (!found?.[0]) throw new Error(`There is no shop ${shop}`)
    const { key, statement } = makeKey(shop, newId(), { name, scopes: wanted as Scope[] }, Date.now())
    await forShop(database, shop).write([statement])
    return key
  })
}

/** Progress goes to stderr, what came of it to stdout. */
async function backUp(): Promise<string> {
  const { to = fail('--to is missing'), shop = null } = values
  const { backup } = await import('./backup/write.ts')
  const { missing, damaged } = await backup({ dir: dataDir(), to, shop, tell })
  if (missing.length > 0) {
    tell(
      `${missing.length} files were not found, or are damaged, and are not in it: ${missing.slice(0, 5).join(' ')}. After an update, start the app once before you back up: it moves older files first.`,
    )
  }
  if (damaged.length > 0) {
    tell(
      `The database is damaged: text in ${damaged.length} rows could not be read as it was written, and stands in it as far as it could: ${damaged.slice(0, 5).join('; ')}. Restore this backup, or an older one, into an empty folder.`,
    )
  }
  // Whoever backs up by night and looks at nothing else must hear of it.
  if (missing.length + damaged.length > 0) process.exitCode = 1
  return to
}

async function putBack(): Promise<string> {
  const { from = fail('--from is missing') } = values
  const { restore } = await import('./backup/restore.ts')
  const { backAgain } = await import('./backup/back-again.ts')
  const present = values['instead-of'] ?? null
  if (present !== null && !existsSync(databaseFile(present))) fail(`${present} holds no database`)
  const { at, shop } = await restore({ dir: dataDir(), from, tell })
  for (const line of await backAgain(at, shop, present)) tell(line)
  return dataDir()
}

/** It leaves its address in the folder, as soon as there is room for it. */
const UNREACHABLE = 'An app that cannot be reached runs on'
const WAIT = 'where its disk is full free some room and try again in a minute, else stop it first.'

const tell = (line: string): void => console.error(line)

/** What cannot be done is said in a sentence. @param folder that it writes to */
async function orSay(work: () => Promise<string>, folder = dataDir()): Promise<string> {
  try {
    return await work()
  } catch (error) {
    const inUse = (error as { code?: string }).code === 'DATABASE_IN_USE'
    console.error(inUse ? `${UNREACHABLE} ${dataDir()}: ${WAIT}` : reasonOf(error, folder))
    process.exit(1)
  }
}

/** @param use is given what makes an address of a one-time token: where the app runs, or is going to */
async function withDatabase<T>(
  use: (database: Database, address: (token: string) => string) => Promise<T>,
): Promise<T> {
  const database = process.env.LIBSQL_URL ? await elsewhere(process.env.LIBSQL_URL) : await reachDatabase(dataDir())
  const origin = database.origin ?? (process.env.PUBLIC_URL || `http://localhost:${process.env.PORT || 8787}`)
  try {
    return await use(open(database.url, database.token), (token) => oneTimeAddress(new URL(origin).origin, token))
  } finally {
    await database.close()
  }
}

/** The database of a deployed worker. @throws Error that says what to set or run */
async function elsewhere(url: string): Promise<OpenDatabase> {
  const { LIBSQL_TOKEN: token = '', PUBLIC_URL: origin } = process.env
  if (!origin || !URL.canParse(origin)) throw new Error('Set PUBLIC_URL to the address people use the app at.')
  const last = await lastApplied(url, token).catch(() => {
    throw new Error('LIBSQL_URL does not answer: is it the https address of the database, and LIBSQL_TOKEN its token?')
  })
  if (last < (await newestMigration()))
    throw new Error('The database is older than this program: run `npm run migrate`.')
  return { url, token, origin, close: async () => {} }
}

const command = positionals.join(' ')
if (command === 'shop create') console.info(await orSay(createShop))
else if (command === 'owner invite') console.info(await orSay(inviteOwner))
else if (command === 'password reset') console.info(await orSay(resetPassword))
else if (command === 'key create') console.info(await orSay(createKey))
else if (command === 'backup') console.info(await orSay(backUp, dirname(resolve(values.to ?? '.'))))
else if (command === 'restore') console.info(await orSay(putBack))
else fail(command ? `Unknown command: ${command}` : 'Which command?')
