/** Packs what the shop holds of a person, for that person: a page in plain words, a table, JSON and the files. */
import type { PersonExport } from '../../../../worker/domain/person-export.ts'
import type { EvidenceRow } from '../../../../worker/domain/rows.ts'
import { exportPerson } from '../../../actions/people.ts'
import { toast } from '../../../components/Toast.tsx'
import { packName } from '../../../files/case-pack.ts'
import { handFile } from '../../../files/hand-file.ts'
import { loadFile } from '../../../files/load.ts'
import { type Entry, zip } from '../../../files/zip.ts'
import { day } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { fileDeps } from '../../disputes/use-file.ts'
import { copyParts, copyTable } from './copy-table.ts'

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
    text(t('privacy.csv'), copyTable(data)),
    text(t('privacy.json'), JSON.stringify(data, null, 1)),
    ...files,
  ])
  const name = t('privacy.file', { day: day(data.exportedAt, data.shop.timezone) }).replace(/[^\p{L}\p{N} -]+/gu, ' ')
  if (!(await handFile(new File([blob], `${name.trim()}.zip`, { type: 'application/zip' })))) return
  const missing = rows.filter(({ removedAt }) => removedAt === null).length - files.length
  toast(
    missing > 0
      ? { text: t('privacy.exportMissing', { n: missing }), tone: 'danger' }
      : { text: t('privacy.exportDone') },
  )
}

/** The same in plain words, part by part. */
export function inWords(data: PersonExport): string {
  const { shop, exportedAt } = data
  return [
    t('privacy.readme', { shop: shop.name, day: day(exportedAt, shop.timezone) }),
    t('privacy.readmeFiles'),
    ...copyParts(data).flatMap(({ title, lines }) => [
      '',
      `【${title}】`,
      ...lines.map((cells) => cells.filter(Boolean).join('  ')),
    ]),
    '',
  ].join('\r\n')
}
