/** A tiny catalogue, and the rows it works on. */
import * as v from 'valibot'
import { defineMutation, mergeEdit, mustGet } from '../../../worker/domain/mutation.ts'
import { prospect } from '../../../worker/domain/mutations/customer.ts'
import { Refusal } from '../../../worker/domain/refusal.ts'
import type { CustomerRow, OrderRow, ShopRow, TaskRow } from '../../../worker/domain/rows.ts'
import { defaultSettings } from '../../../worker/domain/settings.ts'
import { UNKNOWN } from '../../domain/dispute/fixtures.ts'

const fields = v.partial(v.object({ note: v.nullable(v.string()), name: v.nullable(v.string()) }))

export const rules = {
  'customer.edit': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ customerId: v.string(), set: fields, was: fields }),
    touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
    apply(rows, { customerId, set, was }) {
      const row = mustGet(rows, 'customers', customerId)
      const changed = mergeEdit(row, set as Partial<CustomerRow>, was as Partial<CustomerRow>)
      return [{ op: 'update', table: 'customers', id: customerId, set: changed }]
    },
  }),
  /** One contact more: seen twice when laid over a base that already contains it. */
  'customer.contacted': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ customerId: v.string() }),
    touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
    apply(rows, { customerId }, { at }) {
      const { recentContacts } = mustGet(rows, 'customers', customerId)
      return [{ op: 'update', table: 'customers', id: customerId, set: { recentContacts: [at, ...recentContacts] } }]
    },
  }),
  'task.create': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ customerId: v.string() }),
    touches: ({ customerId }) => [{ table: 'customers', id: customerId }],
    apply: (_rows, { customerId }, { id, at }) => [
      { op: 'insert', table: 'tasks', row: { ...task(id), customerId, createdAt: at } },
    ],
  }),
  'task.done': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ taskId: v.string() }),
    touches: ({ taskId }) => [{ table: 'tasks', id: taskId }],
    apply(rows, { taskId }, { at }) {
      if (mustGet(rows, 'tasks', taskId).status !== 'open') throw new Refusal('wrong_step')
      return [{ op: 'update', table: 'tasks', id: taskId, set: { status: 'done', doneAt: at } }]
    },
  }),
  'task.reopen': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ taskId: v.string() }),
    touches: ({ taskId }) => [{ table: 'tasks', id: taskId }],
    apply(rows, { taskId }) {
      if (mustGet(rows, 'tasks', taskId).status !== 'done') throw new Refusal('wrong_step')
      return [{ op: 'update', table: 'tasks', id: taskId, set: { status: 'open', doneAt: null } }]
    },
  }),
  /** Reads an order, which phones do not hold in memory. */
  'order.noted': defineMutation({
    version: 1,
    by: { role: 'agent' },
    args: v.object({ orderId: v.string(), customerId: v.string() }),
    touches: ({ orderId, customerId }) => [
      { table: 'orders', id: orderId },
      { table: 'customers', id: customerId },
    ],
    apply(rows, { orderId, customerId }) {
      const { externalId } = mustGet(rows, 'orders', orderId)
      return [{ op: 'update', table: 'customers', id: customerId, set: { note: externalId } }]
    },
  }),
  'shop.rename': defineMutation({
    version: 1,
    by: { role: 'owner' },
    args: v.object({ name: v.string() }),
    touches: () => [{ table: 'shops', id: 'shop' }],
    apply: (_rows, { name }) => [{ op: 'update', table: 'shops', id: 'shop', set: { name } }],
  }),
}

export const shop = (): ShopRow => ({
  id: 'shop',
  name: '小满茶铺',
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  locale: 'zh-CN',
  settings: defaultSettings(),
  demo: 0,
  createdAt: 1,
  figuresAsOf: null,
})

export const customer = (id: string, more: Partial<CustomerRow> = {}): CustomerRow => ({
  ...prospect({ ...UNKNOWN, id, source: 'taobao', nickname: `买家${id}` }, 1),
  ...more,
})

export const task = (id: string, more: Partial<TaskRow> = {}): TaskRow => ({
  id,
  kind: 'promise',
  customerId: 'c1',
  disputeId: null,
  offerId: null,
  dueAt: 1,
  status: 'open',
  snoozedUntil: null,
  doneAt: null,
  worth: 0,
  assignee: null,
  createdAt: 1,
  ...more,
})

export const order = (id: string, customerId: string, placedAt: number): OrderRow => ({
  id,
  customerId,
  source: 'taobao',
  externalId: `T${id}`,
  placedAt,
  status: 'completed',
  total: 100,
  refunded: 0,
  summary: '龙井 ×1',
})
