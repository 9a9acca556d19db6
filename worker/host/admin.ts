/** `npm run -s admin -- shop create …` and others: for the owner of the machine, also while the app runs. */
import { parseArgs } from 'node:util'
import { forShop, open } from '../../db/client.ts'
import { SCOPES, type Scope } from '../domain/actor.ts'
import { isCurrencyCode } from '../domain/money.ts'
import { isTimeZone } from '../domain/time.ts'
import { newId } from '../ids.ts'
import { newShop } from '../verbs/access.ts'
import { makeKey } from '../verbs/keys.ts'
import { reachDatabase } from './data-dir.ts'
import { dataDir } from './folder.ts'

const USAGE = `Usage:
  npm run -s admin -- shop create --name NAME --currency CNY --timezone Asia/Shanghai [--locale zh-CN|en]
  npm run -s admin -- key create --shop ID --scopes ${SCOPES.slice(0, 2).join(',')} [--name NAME]
  npm run -s admin -- backup --to FILE [--shop ID]
  npm run -s admin -- restore --from FILE
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
        shop: { type: 'string' },
        scopes: { type: 'string' },
        to: { type: 'string' },
        from: { type: 'string' },
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
  const id = newId()
  await withDatabase((database) =>
    forShop(database, id).write([newShop({ id, name, currency, timezone, locale }, newId(), Date.now())]),
  )
  return id
}

async function createKey(): Promise<string> {
  const { shop = fail('--shop is missing'), scopes = fail('--scopes is missing'), name = 'admin' } = values
  const wanted = scopes.split(/[,\s]+/).filter(Boolean)
  const unknown = wanted.filter((scope) => !(SCOPES as readonly string[]).includes(scope))
  if (unknown.length > 0) fail(`Unknown scope: ${unknown.join(', ')}`)
  return withDatabase(async (database) => {
    const [found] = await database.read([{ sql: 'SELECT id FROM shops WHERE id = :shop', args: { shop } }])
    if (!found?.[0]) fail(`There is no shop ${shop}`)
    const { key, statement } = makeKey(shop, newId(), { name, scopes: wanted as Scope[] }, Date.now())
    await forShop(database, shop).write([statement])
    return key
  })
}

/** Progress goes to stderr, what came of it to stdout. */
async function backUp(): Promise<string> {
  const { to = fail('--to is missing'), shop = null } = values
  const { backup } = await import('./backup/write.ts')
  const { missing } = await backup({ dir: dataDir(), to, shop, tell })
  if (missing.length > 0) tell(`${missing.length} files were gone and are not in it: ${missing.slice(0, 5).join(' ')}`)
  return to
}

async function putBack(): Promise<string> {
  const { from = fail('--from is missing') } = values
  const { restore } = await import('./backup/restore.ts')
  await restore({ dir: dataDir(), from, tell })
  return dataDir()
}

const tell = (line: string): void => console.error(line)

/** What cannot be done is said in a sentence. */
async function orSay(work: () => Promise<string>): Promise<string> {
  try {
    return await work()
  } catch (error) {
    console.error((error as Error).message)
    process.exit(1)
  }
}

async function withDatabase<T>(use: (database: ReturnType<typeof open>) => Promise<T>): Promise<T> {
  const database = await reachDatabase(dataDir())
  try {
    return await use(open(database.url, database.token))
  } finally {
    await database.close()
  }
}

const command = positionals.join(' ')
if (command === 'shop create') console.info(await createShop())
else if (command === 'key create') console.info(await createKey())
else if (command === 'backup') console.info(await orSay(backUp))
else if (command === 'restore') console.info(await orSay(putBack))
else fail(command ? `Unknown command: ${command}` : 'Which command?')
