/** Packs what the shop holds of a person, for that person: a page in plain words, a table, JSON and the files. */
import { exportCsv, type PersonExport } from '../../../../worker/domain/person-export.ts'
import type { EvidenceRow } from '../../../../worker/domain/rows.ts'
import { exportPerson } from '../../../actions/people.ts'
import { toast } from '../../../components/Toast.tsx'
import { packName } from '../../../files/case-pack.ts'
import { loadFile } from '../../../files/load.ts'
import { type Entry, zip } from '../../../files/zip.ts'
import { day, money } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { handFile } from '../../disputes/pack-case.ts'
import { fileDeps } from '../../disputes/use-file.ts'

/** @throws ApiError without a connection */
export async function handCopy(id: string): Promise<void> {
  const data = await exportPerson(id)
  const at = new Date(data.exportedAt)
  const text = (name: string, content: string): Entry => ({ name, bytes: new TextEncoder().encode(content), at })
  const rows = (data.parts.evidence ?? []) as unknown as EvidenceRow[]
  const files: Entry[] = []
  for (const [i, row] of rows.entries()) {
    const bytes = row.removedAt === null ? await loadFile(fileDeps(), row).catch(() => null) : null
    if (bytes)
      files.push({ name: `${t('privacy.photos')}/${packName(row.name, row.type, i + 1)}`, bytes, at: new Date(row.at) })
  }
  const blob = zip([
    text(t('privacy.readmeName'), inWords(data)),
    text(t('privacy.csv'), `\ufeff${exportCsv(data)}`),
    text(t('privacy.json'), JSON.stringify(data, null, 1)),
    ...files,
  ])
  const name = t('privacy.file', { day: day(data.exportedAt, data.shop.timezone) }).replace(/[^\p{L}\p{N} -]+/gu, ' ')
  await handFile(new File([blob], `${name.trim()}.zip`, { type: 'application/zip' }))
  const missing = rows.filter(({ removedAt }) => removedAt === null).length - files.length
  toast(
    missing > 0
      ? { text: t('privacy.exportMissing', { n: missing }), tone: 'danger' }
      : { text: t('privacy.exportDone') },
  )
}

const FACTS = ['nickname', 'name', 'phone', 'email', 'address', 'note'] as const

/** The same in plain words. */
export function inWords({ parts, shop, exportedAt }: PersonExport): string {
  const [person = {}] = parts.person ?? []
  const when = (at: unknown) => day(Number(at), shop.timezone)
  const list = (part: string, line: (row: Record<string, unknown>) => string) => (parts[part] ?? []).map(line)
  return [
    t('privacy.readme', { shop: shop.name, day: when(exportedAt) }),
    t('privacy.readmeFiles'),
    '',
    ...FACTS.flatMap((fact) => (person[fact] ? [`${t(`customers.form.${fact}`)}: ${String(person[fact])}`] : [])),
    '',
    t('privacy.orders'),
    ...list(
      'orders',
      (o) => `${when(o.placedAt)}  ${o.externalId}  ${o.summary}  ${money(Number(o.total), shop.currency)}`,
    ),
    '',
    t('privacy.cases'),
    ...list('disputes', (d) => `${when(d.openedAt)}  ${[d.product, d.words].filter(Boolean).join('  ')}`),
    '',
  ].join('\r\n')
}
