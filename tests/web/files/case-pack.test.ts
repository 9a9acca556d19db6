// @vitest-environment happy-dom
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 as nodeCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type CasePack, casePack, packName, packPage, SUMS, TIMELINE } from '../../../web/files/case-pack.ts'
import { crc32, zip } from '../../../web/files/zip.ts'

const dir = mkdtempSync(join(tmpdir(), 'regulars-zip-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const sha256 = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Reads an archive by its central directory, as any unzipper does; checks every length and sum it meets. */
async function unzip(blob: Blob): Promise<Map<string, Uint8Array>> {
  const all = Buffer.from(await blob.arrayBuffer())
  const end = all.length - 22
  expect(all.readUInt32LE(end)).toBe(0x06054b50)
  const files = new Map<string, Uint8Array>()
  let at = all.readUInt32LE(end + 16)
  expect(at + all.readUInt32LE(end + 12)).toBe(end)
  for (let n = all.readUInt16LE(end + 10); n > 0; n--) {
    expect(all.readUInt32LE(at)).toBe(0x02014b50)
    expect(all.readUInt16LE(at + 8) & 0x0800).toBe(0x0800)
    const [crc, size, length] = [all.readUInt32LE(at + 16), all.readUInt32LE(at + 24), all.readUInt16LE(at + 28)]
    const local = all.readUInt32LE(at + 42)
    expect(all.subarray(local + 4, local + 30)).toEqual(all.subarray(at + 6, at + 32))
    const name = all.toString('utf8', at + 46, at + 46 + length)
    expect(all.toString('utf8', local + 30, local + 30 + length)).toBe(name)
    const bytes = all.subarray(local + 30 + length, local + 30 + length + size)
    expect(nodeCrc32(bytes)).toBe(crc)
    expect(files.has(name)).toBe(false)
    files.set(name, new Uint8Array(bytes))
    at += 46 + length
  }
  return files
}

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(1)>'</title></style>&lt;`
const pack = (over: Partial<CasePack> = {}): CasePack => ({
  language: 'zh-CN',
  title: '林间小鹿的纠纷',
  subtitle: '山间茶铺',
  facts: [['商品', '手作茶杯']],
  events: [{ when: '2026年5月4日 10:00', who: '阿青', what: '登记纠纷', lines: ['杯口裂了'] }],
  files: [],
  words: { facts: '概况', events: '经过', files: '凭证', none: '没有', missing: '没拿到', sums: '核对' },
  at: Date.parse('2026-05-04T10:00:00+08:00'),
  ...over,
})
const file = (name: string, bytes: Uint8Array | null = new Uint8Array([1, 2, 3]), type = 'image/jpeg') => ({
  ...{ name, type, at: 0, when: '今天', who: '阿青', hash: 'ab'.repeat(32) },
  bytes: bytes && new Uint8Array(bytes),
})

/** The page as a browser reads it. */
const read = (html: string) => new DOMParser().parseFromString(html, 'text/html')

describe('a ZIP', () => {
  test('has the sum another makes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => crc32(bytes) === nodeCrc32(bytes)))
  })

  test('holds what was put in, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uint8Array()), {
          selector: ([name]) => name,
          maxLength: 6,
        }),
        fc.date({ noInvalidDate: true }),
        async (given, at) => {
          const entries = given.map(([name, bytes]) => ({ name, bytes: new Uint8Array(bytes), at }))
          expect([...(await unzip(zip(entries)))]).toEqual(given.map(([name, bytes]) => [name, new Uint8Array(bytes)]))
        },
      ),
    )
  })
})

describe('a case pack', () => {
  test('is one archive another tool finds whole, with sums that agree', async () => {
    const blob = await casePack(
      pack({
        files: [file('杯口.JPG'), file('清单.pdf', new Uint8Array([9]), 'application/pdf'), file('没有.jpg', null)],
      }),
      sha256,
    )
    const files = await unzip(blob)
    expect([...files.keys()]).toEqual([TIMELINE, 'evidence/01 杯口.jpg', 'evidence/02 清单.pdf', SUMS])
    const sums = Buffer.from(files.get(SUMS) ?? []).toString()
    const lines = sums.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
      expect(await sha256(files.get(name ?? '') ?? new Uint8Array())).toBe(sum)
    }
    const path = join(dir, 'case.zip')
    writeFileSync(path, Buffer.from(await blob.arrayBuffer()))
    let said: string
    try {
      said = execFileSync('unzip', ['-t', path], { encoding: 'utf8' })
    } catch (error) {
      // Not every machine has it; the reader above has checked the same.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    expect(said).toContain('No errors detected')
  })

  test('reads as a page: who, when, what, the pictures beside it', async () => {
    const page = read(packPage(pack({ files: [file('杯口.jpg')] }), ['evidence/01 杯口.jpg']))
    expect(page.documentElement.lang).toBe('zh-CN')
    expect(page.querySelector('h1')?.textContent).toBe('林间小鹿的纠纷')
    expect(page.body.textContent).toContain('2026年5月4日 10:00 · 阿青')
    expect(page.querySelector('img')?.getAttribute('src')).toBe(`evidence/${encodeURIComponent('01 杯口.jpg')}`)
    expect(page.body.textContent).toContain('ab'.repeat(32))
  })

  test('cannot be broken out of by any text', () => {
    const evil = pack({
      ...{ title: EVIL, subtitle: EVIL, facts: [[EVIL, EVIL]], language: EVIL },
      events: [{ when: EVIL, who: EVIL, what: EVIL, lines: [EVIL] }],
      files: [file(EVIL), file(EVIL, null)],
    })
    const html = packPage(evil, [`evidence/${packName(EVIL, 'image/jpeg', 1)}`, null])
    const page = read(html)
    expect(page.querySelectorAll('script')).toHaveLength(0)
    expect(page.querySelectorAll('img')).toHaveLength(1)
    expect([...page.querySelectorAll('*')].flatMap((el) => [...el.attributes].map(({ name }) => name))).not.toContain(
      'onerror',
    )
    expect(page.querySelector('h1')?.textContent).toBe(EVIL)
    expect(html.replace(/<[^>]*>/g, '')).not.toContain('<')
  })

  test('cannot be led out of its folder by any name', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 90 }),
          fc.constantFrom(
            '../../etc/passwd',
            '..\\..\\x.exe',
            'C:\\a.jpg',
            '/abs',
            '.',
            '..',
            '.htaccess',
            'a\nb',
            '\u202egpj.exe',
            'CON',
          ),
        ),
        fc.constantFrom('image/jpeg', 'image/png', 'image/webp', 'application/pdf'),
        fc.integer({ min: 1, max: 40 }),
        (name, type, n) => {
          const safe = packName(name, type, n)
          expect(safe).toMatch(/^\d\d( [^\\/:*?"<>|\p{C}]*[^\\/:*?"<>|\p{C}. ])?\.(jpg|png|webp|pdf)$/u)
          expect(safe.isWellFormed()).toBe(true)
          expect(new TextEncoder().encode(safe).length).toBeLessThan(200)
        },
      ),
      { numRuns: 400 },
    )
  })
})
