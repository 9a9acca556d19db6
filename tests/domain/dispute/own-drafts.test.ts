import { describe, expect, test } from 'vitest'
import { CAUSE_FAMILIES } from '../../../worker/domain/causes.ts'
import {
  type DraftSet,
  fillDraft,
  keyedBuyerFault,
  keyedCauses,
  keyedFirstReply,
  keyedFollowUp,
} from '../../../worker/domain/drafts/draft.ts'
import { draftsEn } from '../../../worker/domain/drafts/en.ts'
import {
  asTemplate,
  basedOn,
  fromReadable,
  ownTexts,
  placeholdersIn,
  readable,
  templateId,
  withOwn,
} from '../../../worker/domain/drafts/own.ts'
import { draftsZh } from '../../../worker/domain/drafts/zh-CN.ts'
import type { Meta } from '../../../worker/domain/mutation.ts'
import { templateMutations } from '../../../worker/domain/mutations/template.ts'
import { platformRisks } from '../../../worker/domain/platform-safe.ts'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { TemplateRow } from '../../../worker/domain/rows.ts'
import { shopRow } from './fixtures.ts'

const everyDraft = (set: DraftSet) => [
  ...keyedFirstReply(set),
  ...CAUSE_FAMILIES.flatMap((family) => keyedCauses(set, family)),
  ...keyedBuyerFault(set),
  ...keyedFollowUp(set),
]
const VALUES = { nickname: '小鹿', product: '医药盒', remedy: '补发', date: '3月5日', shop: '山间茶铺' }

describe.each([draftsZh, draftsEn])('keys in $locale', (set) => {
  test('are told apart, and both languages have the same', () => {
    const keys = everyDraft(set).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(everyDraft(draftsZh).map(({ key }) => key))
    for (const key of keys) expect(templateId(key, set.locale)).toMatch(/^[0-9A-Za-z-]{1,64}$/)
  })
  test('a filled draft goes back to the draft it was, every one of them', () => {
    for (const { text } of everyDraft(set)) {
      expect(asTemplate(fillDraft(text, VALUES, set), text, VALUES, set)).toBe(text)
      // With nothing known the stand-ins go back too.
      expect(asTemplate(fillDraft(text, {}, set), text, {}, set)).toBe(text)
    }
  })
  test('are safe for a platform’s chat', () => {
    for (const { text } of everyDraft(set)) expect(platformRisks(fillDraft(text, VALUES, set))).toEqual([])
  })
})

describe('an edited draft', () => {
  const base = '{nickname}，{product}的数量是我们弄错了，你没数错。{remedy}最晚{date}办好。'
  const edit = (text: string, values: object = VALUES) => asTemplate(text, base, values, draftsZh)

  test('keeps its placeholders where words around them changed', () => {
    expect(edit('小鹿你好，是我们把医药盒的数量数错了。补发最晚3月5日到你手上。')).toBe(
      '{nickname}你好，是我们把{product}的数量数错了。{remedy}最晚{date}到你手上。',
    )
  })
  test('a short stand-in inside another word stays', () => {
    expect(edit('亲，我亲自去查。', {})).toBe('{nickname}，我亲自去查。')
    expect(edit('我亲自去查。', {})).toBe('我亲自去查。')
  })
  test('what was taken out stays out, and a value said twice is replaced as often as the draft has it', () => {
    expect(edit('医药盒的数量错了，医药盒明天补。')).toBe('{product}的数量错了，医药盒明天补。')
  })
  test('is known by the ends it shares', () => {
    const drafts = [{ text: '今天天气很好，我们去查。' }, { text: '小鹿，医药盒的数量是我们弄错了，你没数错。' }]
    expect(basedOn('小鹿，医药盒的数量是我们弄错了，对不住。', drafts)).toBe(drafts[1])
    expect(basedOn('完全是自己写的一段话，跟谁都不像。', drafts)).toBeNull()
    expect(basedOn('', drafts)).toBeNull()
  })
})

test('placeholders read in the language of the person, and back', () => {
  const names = { nickname: '昵称', product: '商品', remedy: '补救办法', date: '日期', shop: '店名' }
  const text = '{nickname}，{product}：{remedy}，{date}。{foo}'
  expect(readable(text, names)).toBe('{昵称}，{商品}：{补救办法}，{日期}。{foo}')
  expect(fromReadable(readable(text, names), names)).toBe(text)
  expect(fromReadable('｛昵称｝，{ 商品 }', names)).toBe('{nickname}，{product}')
  expect(placeholdersIn(text)).toEqual(['nickname', 'product', 'remedy', 'date', 'foo'])
})

test('own wording stands in for its draft and comes first; blank is none', () => {
  const row = (key: string, text: string, locale: 'zh-CN' | 'en' = 'zh-CN') => ({ key, text, locale }) as TemplateRow
  const own = ownTexts([row('b', '我的'), row('a', ''), row('a', 'mine', 'en')], 'zh-CN')
  const drafts = [
    { key: 'a', text: 'A' },
    { key: 'b', text: 'B' },
  ]
  expect(withOwn(drafts, own)).toEqual([
    { key: 'b', text: '我的', own: true },
    { key: 'a', text: 'A', own: false },
  ])
})

describe('the mutations', () => {
  const meta: Meta = { id: 'm', at: 5, actor: { kind: 'member', memberId: 'u1', role: 'agent' }, shop: shopRow() }
  const row: TemplateRow = { id: 'zh-CN-late', key: 'late', locale: 'zh-CN', text: '甲', updatedAt: 1, updatedBy: null }
  const rows = (held?: TemplateRow) => ({ get: () => held }) as never
  const which = { key: 'late', locale: 'zh-CN' as const }
  const save = (text: string, was: string | null, held?: TemplateRow) =>
    templateMutations['template.save'].apply(rows(held), { ...which, text, was }, meta)

  test('the first wording makes the row whose id both sides know', () => {
    expect(save('乙', null)).toEqual([
      { op: 'insert', table: 'templates', row: { ...row, text: '乙', updatedAt: 5, updatedBy: 'u1' } },
    ])
    expect(templateMutations['template.save'].touches({ ...which, text: '乙', was: null })).toEqual([
      { table: 'templates', id: 'zh-CN-late' },
    ])
  })
  test('what was seen is changed; what somebody else wrote meanwhile is a conflict with both', () => {
    expect(save('乙', '甲', row)).toEqual([
      { op: 'update', table: 'templates', id: 'zh-CN-late', set: { text: '乙', updatedAt: 5, updatedBy: 'u1' } },
    ])
    expect(save('甲', null, row)).toEqual([])
    expect(() => save('乙', null, row)).toThrow(Refusal)
    // After a reset nothing own was seen.
    expect(save('乙', null, { ...row, text: '' })).toHaveLength(1)
  })
  test('a reset leaves no own wording and can be done twice', () => {
    const reset = (was: string, held?: TemplateRow) =>
      templateMutations['template.reset'].apply(rows(held), { ...which, was }, meta)
    expect(reset('甲', row)).toMatchObject([{ set: { text: '' } }])
    expect(reset('甲', { ...row, text: '' })).toEqual([])
    expect(reset('甲')).toEqual([])
    expect(() => reset('甲', { ...row, text: '丙' })).toThrow(Refusal)
  })
})
