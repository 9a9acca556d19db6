/** What a workbook says around its cells: its sheets, shared texts, number formats and epoch. */
import { LONGEST_TEXT, plainText } from './cell-text.ts'
import { formatOf, GENERAL, type NumberFormat } from './number-format.ts'
import { Refused } from './refused.ts'
import { hearAll } from './xml.ts'
import { openZip, type Part, type Zip } from './zip.ts'

export interface Workbook {
  zip: Zip
  /** In the order of their tabs, hidden ones last. */
  sheets: { name: string; part: Part }[]
  strings: readonly string[]
  formats: readonly NumberFormat[]
  epoch1904: boolean
}

/** Unpacked bytes of a part that is kept in memory. */
const MOST_KEPT = 64 * 1024 * 1024
const MOST_SHEETS = 200

type Relations = Map<string, { type: string; target: string }>

/** A target is relative to the folder of the part that names it, or begins at the root. */
function resolve(folder: string, target: string): string {
  const names: string[] = []
  for (const name of (target.startsWith('/') ? target : `${folder}/${target}`).split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.') names.push(name)
  }
  return names.join('/').toLowerCase()
}

async function relationsOf(zip: Zip, path: string): Promise<Relations> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const name = `${folder === '' ? '' : `${folder}/`}_rels/${path.slice(path.lastIndexOf('/') + 1)}.rels`
  const relations: Relations = new Map()
  const part = zip.parts.get(name)
  if (!part) return relations
  await hearAll(zip, part, MOST_KEPT, {
    open(element, attributes) {
      if (element !== 'Relationship') return
      const { Id = '', Type = '', Target = '' } = attributes()
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: resolve(folder, Target) })
    },
  })
  return relations
}

async function stringsOf(zip: Zip, part: Part): Promise<string[]> {
  const strings: string[] = []
  let pieces = ''
  let inText = false
  let inSound = false
  await hearAll(zip, part, MOST_KEPT, {
    open(name) {
      if (name === 'si') pieces = ''
      else if (name === 'rPh') inSound = true
      else if (name === 't') inText = !inSound
    },
    text(text) {
      if (inText && pieces.length < LONGEST_TEXT) pieces += text
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') inSound = false
      else if (name === 'si') strings.push(plainText(pieces))
    },
  })
  return strings
}

async function formatsOf(zip: Zip, part: Part): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inCells = false
  await hearAll(zip, part, MOST_KEPT, {
    open(name, attributes) {
      if (name === 'cellXfs') inCells = true
      else if (name === 'numFmt') {
        const { numFmtId, formatCode } = attributes()
        if (formatCode !== undefined) codes.set(Number(numFmtId), formatCode)
      } else if (inCells && name === 'xf') {
        const id = Number(attributes().numFmtId ?? 0)
        formats.push(id === 0 ? GENERAL : formatOf(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats
}

/** Opens a workbook without reading its cells. Rejects with {@link Refused} where it is none. */
export async function openWorkbook(file: Blob): Promise<Workbook> {
  const zip = await openZip(file)
  if (zip.parts.has('xl/workbook.bin')) throw new Refused('old_workbook')
  const root = [...(await relationsOf(zip, '')).values()].find(({ type }) => type === 'officeDocument')
  const path = root?.target ?? 'xl/workbook.xml'
  const main = path.startsWith('xl/') ? zip.parts.get(path) : undefined
  if (!main) throw new Refused('is_archive')

  const relations = await relationsOf(zip, path)
  const partOf = (wanted: string) => {
    const found = [...relations.values()].find(({ type }) => type === wanted)
    return found && zip.parts.get(found.target)
  }
  const shown: Workbook['sheets'] = []
  const hidden: Workbook['sheets'] = []
  let epoch1904 = false
  await hearAll(zip, main, MOST_KEPT, {
    open(element, attributes) {
      if (element === 'workbookPr') epoch1904 = /^(?:1|true)$/.test(attributes().date1904 ?? '')
      if (element !== 'sheet') return
      const { id, name = '', state = 'visible' } = attributes()
      const relation = relations.get(id ?? '')
      const part = relation?.type === 'worksheet' ? zip.parts.get(relation.target) : undefined
      if (part) (state === 'visible' ? shown : hidden).push({ name, part })
    },
  })
  const sheets = [...shown, ...hidden].slice(0, MOST_SHEETS)
  if (sheets.length === 0) throw new Refused('broken_workbook')
  const texts = partOf('sharedStrings')
  const styles = partOf('styles')
  return {
    ...{ zip, sheets, epoch1904 },
    strings: texts ? await stringsOf(zip, texts) : [],
    formats: styles ? await formatsOf(zip, styles) : [],
  }
}
