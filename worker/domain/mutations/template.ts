/** The shop's own wording of reply drafts, shared by the whole team. */
import * as v from 'valibot'
import { templateId } from '../drafts/own.ts'
import { text } from '../fields.ts'
import { defineMutation, mergeEdit } from '../mutation.ts'
import type { TemplateRow } from '../rows.ts'

export const MAX_TEMPLATE = 1000

const Which = v.object({
  key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,47}$/)),
  locale: v.picklist(['zh-CN', 'en']),
})

/**
 * Puts a draft in the shop's own words. There is one row for each draft and language, so two phones that write the same
 * one meet; `was` is the own wording that was seen, null for none. Refused `conflict`.
 */
const save = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ ...Which.entries, text: text(MAX_TEMPLATE), was: v.nullable(v.string()) }),
  touches: ({ key, locale }) => [{ table: 'templates', id: templateId(key, locale) }],
  apply(rows, { key, locale, text, was }, { at, actor }) {
    const id = templateId(key, locale)
    const row = rows.get('templates', id)
    const by = { updatedAt: at, updatedBy: actor.memberId }
    if (!row) return [{ op: 'insert', table: 'templates', row: { id, key, locale, text, ...by } }]
    const changed = mergeEdit<TemplateRow>(row, { text }, { text: was ?? '' })
    return Object.keys(changed).length === 0
      ? []
      : [{ op: 'update', table: 'templates', id, set: { ...changed, ...by } }]
  },
})

/** Back to the standard wording: the own one becomes blank. Nothing to do where there is none. Refused `conflict`. */
const reset = defineMutation({
  version: 1,
  by: { role: 'agent' },
  args: v.object({ ...Which.entries, was: v.string() }),
  touches: ({ key, locale }) => [{ table: 'templates', id: templateId(key, locale) }],
  apply(rows, { key, locale, was }, { at, actor }) {
    const id = templateId(key, locale)
    const row = rows.get('templates', id)
    if (!row) return []
    const changed = mergeEdit<TemplateRow>(row, { text: '' }, { text: was })
    if (Object.keys(changed).length === 0) return []
    return [{ op: 'update', table: 'templates', id, set: { ...changed, updatedAt: at, updatedBy: actor.memberId } }]
  },
})

export const templateMutations = { 'template.save': save, 'template.reset': reset }
