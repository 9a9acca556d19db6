import { describe, expect, it } from 'vitest'
import { detectEncoding, type Encoding, openText } from '../../../web/import/read-files.ts'
import { encodeBig5, encodeGb18030, encodeUtf8, encodeUtf16 } from '../../support/chinese-encodings.ts'

const SIMPLIFIED = '订单编号,买家会员名,收货地址\r\n1,爱喝茶的小鱼,浙江省杭州市西湖区文一路1号\r\n'
const TRADITIONAL = '訂單編號,買家會員名,收貨地址\r\n1,愛喝茶的小魚,臺北市中正區忠孝東路1號\r\n'

const WRITTEN: [string, Uint8Array<ArrayBuffer>, string, Encoding][] = [
  ['UTF-8', encodeUtf8(SIMPLIFIED), SIMPLIFIED, 'utf-8'],
  ['UTF-8 with BOM', encodeUtf8(SIMPLIFIED, true), SIMPLIFIED, 'utf-8'],
  ['GBK', encodeGb18030(SIMPLIFIED), SIMPLIFIED, 'gb18030'],
  ['GB18030 with emoji', encodeGb18030(`${SIMPLIFIED}2,🐟小鱼,北京`), `${SIMPLIFIED}2,🐟小鱼,北京`, 'gb18030'],
  ['traditional text in GBK', encodeGb18030(TRADITIONAL), TRADITIONAL, 'gb18030'],
  ['Big5', encodeBig5(TRADITIONAL), TRADITIONAL, 'big5'],
  ['UTF-16LE', encodeUtf16(SIMPLIFIED, 'le'), SIMPLIFIED, 'utf-16le'],
  ['UTF-16BE', encodeUtf16(SIMPLIFIED, 'be'), SIMPLIFIED, 'utf-16be'],
]

async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const opened = await openText(new Blob([bytes]))
  if ('refusal' in opened) return opened.refusal
  let text = ''
  for await (const piece of opened.pieces) text += piece.text
  return text
}

describe('openText', () => {
  it.each(WRITTEN)('reads %s', async (_name, bytes, text, encoding) => {
    expect(detectEncoding(bytes)).toEqual({ encoding })
    expect(await textOf(bytes)).toBe(text)
  })

  it.each(WRITTEN)('detects %s in a sample cut anywhere', (_name, bytes, _text, encoding) => {
    for (let length = 24; length < bytes.length; length++)
      expect(detectEncoding(bytes.subarray(0, length))).toEqual({ encoding })
  })

  it.each([
    ['gb18030', encodeGb18030],
    ['utf-8', (text: string) => encodeUtf8(text)],
  ] as const)('breaks no %s character where pieces meet', async (_name, encode) => {
    for (const shift of [0, 1, 2, 3]) {
      const text = `${'a'.repeat(shift)}${'订单，小鱼'.repeat(120_000)}`
      expect((await textOf(encode(text))) === text).toBe(true)
    }
  })

  it('looks on for the encoding where a file begins in plain ASCII', async () => {
    const ascii = 'Name,Note\r\n'.repeat(60_000)
    expect(await textOf(encodeGb18030(`${ascii}小鱼,杭州市西湖区`))).toBe(`${ascii}小鱼,杭州市西湖区`)
    expect(await textOf(encodeUtf8(`${ascii}小鱼,杭州市西湖区`))).toBe(`${ascii}小鱼,杭州市西湖区`)
  })

  it('survives a broken character', async () => {
    const bytes = encodeUtf8(`${'订单'.repeat(200_000)}`)
    bytes[bytes.length - 2] = 0x41
    expect(await textOf(bytes)).toMatch(/^订单/)
  })

  it('refuses what is no text', async () => {
    expect(await textOf(new Uint8Array())).toBe('empty_file')
    expect(await textOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1))).toBe('not_text')
  })
})
