/**
 * `npm run attack [-- --kills 200]`: this machine's own hosts only, bounded in number. Raw bytes and forged headers while
 * somebody honest asks, guessing and flooding, and kills at random moments of everything that writes. Lost, doubled and left running must be 0.
 */
import { parseArgs } from 'node:util'
import { endServers, freePort } from '../support/own-server.ts'
import { startTestWorker } from '../support/worker.ts'
import { npmStart, ownServer } from './hosts.ts'
import { type Killing, type KillReport, killAgain } from './kills.ts'
import { attackLimits } from './limits.ts'
import { nodeHost } from './node-host.ts'
import { attackRaw, type RawHost } from './raw.ts'
import { WORKS } from './works.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string' }, host: { type: 'string' }, only: { type: 'string' } },
})
const kills = Number(values.kills ?? 200)
const hosts = values.host?.split(',') ?? ['start', 'serve']
const only = values.only?.split(',')
const wants = (name: string) => !only || only.includes(name)

interface Line {
  what: string
  tried: number
  refused: number
  lost: number
  doubled: number
  left: number
}
const lines: Line[] = []

/** Told as soon as it is known: the whole takes an hour. */
function add(line: Line): void {
  lines.push(line)
  const { what, ...counts } = line
  const told = Object.entries(counts).map(([name, n]) => `${name} ${n}`)
  console.info(`${what}: ${told.join(', ')}`)
}

function told(what: string, { tried, refused, lost, doubled, left, hung }: KillReport): void {
  add({ what, tried, refused, lost, doubled, left: left + hung })
}

/** What reached somebody it should not counts as lost. */
async function raw(what: string, host: RawHost): Promise<void> {
  const { tried, refused, problems, victim } = await attackRaw(host, 50)
  for (const problem of [...problems, ...victim.wrong]) console.error(problem)
  const all = Object.values(tried).reduce((sum, n) => sum + n, 0)
  add({ what, tried: all, refused, lost: problems.length + victim.wrong.length, doubled: 0, left: 0 })
  console.info(tried)
}

if (hosts.includes('start') && wants('raw')) {
  const host = await npmStart()
  await raw('npm start: raw bytes', host)
  await host.close()
}
if (hosts.includes('serve') && wants('raw')) {
  await raw('npm run serve: raw bytes', await ownServer())
  await endServers()
}
for (const host of wants('limits') ? hosts : []) {
  process.env.TEST_HOST = host === 'serve' ? 'node' : 'workerd'
  const worker = await startTestWorker()
  const { wrong, ...counts } = await attackLimits(worker)
  await worker.close()
  for (const problem of wrong) console.error(problem)
  add({
    what: `npm ${host === 'serve' ? 'run serve' : host}: limits`,
    ...counts,
    lost: wrong.length,
    doubled: 0,
    left: 0,
  })
}
const each = Math.ceil(kills / Object.keys(WORKS).length)
for (const host of hosts) {
  for (const [name, work] of Object.entries(WORKS)) {
    if (!wants(name)) continue
    const how: Omit<Killing, 'victim' | 'times'> =
      host === 'serve' ? { host: nodeHost(await freePort()), work } : { work }
    const half = host === 'serve' ? 0 : Math.floor(each / 2)
    told(
      `npm ${host === 'serve' ? 'run serve' : host}: ${name}, the app killed`,
      await killAgain({ ...how, victim: 'app', times: each - half }),
    )
    if (half > 0)
      told(`npm start: ${name}, workerd killed`, await killAgain({ ...how, victim: 'workerd', times: half }))
  }
}
process.exit(lines.some(({ lost, doubled, left }) => lost + doubled + left > 0) ? 1 : 0)
