/** What each column that is read stands for, in a shopkeeper's words. */
import type { FormatId } from '../../../worker/domain/import/format.ts'
import type { MappedColumn } from '../../../worker/domain/import/recognise.ts'
import type { importing } from '../../i18n/zh-CN/import.ts'

export type Meaning = keyof typeof importing.meaning

const MEANINGS: Record<FormatId, Partial<Record<string, Meaning>>> = {
  'taobao-orders': {
    id: 'orderNo',
    nickname: 'account',
    alipay: 'email',
    goods: 'price',
    paid: 'total',
    status: 'status',
    name: 'name',
    address: 'address',
    changedAddress: 'address',
    phone: 'phone',
    mobile: 'phone',
    placed: 'placedAt',
    title: 'product',
    quantity: 'quantity',
    refunded: 'refunded',
  },
  'taobao-details': { id: 'orderNo', title: 'product', price: 'price', quantity: 'quantity', sku: 'sku' },
  'shopify-orders': {
    name: 'orderNo',
    id: 'orderNo',
    email: 'email',
    phone: 'phone',
    financial: 'status',
    fulfilment: 'status',
    cancelled: 'status',
    created: 'placedAt',
    currency: 'currency',
    total: 'total',
    refunded: 'refunded',
    product: 'product',
    quantity: 'quantity',
    price: 'price',
    sku: 'sku',
    billingName: 'name',
    billingPhone: 'phone',
    shippingName: 'name',
    shippingPhone: 'phone',
    street: 'address',
    city: 'address',
    province: 'address',
    zip: 'address',
    country: 'address',
  },
  spreadsheet: {
    date: 'placedAt',
    nickname: 'nickname',
    name: 'name',
    email: 'email',
    phone: 'phone',
    address: 'address',
    product: 'product',
    price: 'total',
  },
}

/** Meanings in the order of the file's columns, each with the columns it is read from. */
export function meaningsOf(format: FormatId, columns: readonly MappedColumn[]): [Meaning, string[]][] {
  const found = new Map<Meaning, string[]>()
  for (const { field, name } of columns.toSorted((a, b) => a.index - b.index)) {
    const meaning = MEANINGS[format][field]
    if (meaning) found.set(meaning, [...(found.get(meaning) ?? []), name])
  }
  return [...found]
}
