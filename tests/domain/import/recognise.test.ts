import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { headersSeen, recognise } from '../../../worker/domain/import/recognise.ts'
import {
  SHOPIFY_COLUMNS,
  SPREADSHEET_COLUMNS,
  TAOBAO_COLUMNS_2018,
  TAOBAO_COLUMNS_2020,
  TAOBAO_DETAIL_COLUMNS,
} from '../../support/order-files.ts'

const idOf = (rows: string[][]) => recognise(rows)?.format.id ?? null

describe('recognise', () => {
  it('knows each format by its header', () => {
    expect(idOf([TAOBAO_COLUMNS_2018])).toBe('taobao-orders')
    expect(idOf([TAOBAO_COLUMNS_2020])).toBe('taobao-orders')
    expect(idOf([TAOBAO_DETAIL_COLUMNS])).toBe('taobao-details')
    expect(idOf([SHOPIFY_COLUMNS])).toBe('shopify-orders')
    expect(idOf([SPREADSHEET_COLUMNS])).toBe('spreadsheet')
  })

  it('maps by trimmed name wherever the columns stand', () => {
    const shuffled = [...TAOBAO_COLUMNS_2018].reverse().map((name) => `\t${name}  `)
    const found = recognise([shuffled])
    expect(found?.columns.find(({ field }) => field === 'placed')).toEqual({
      field: 'placed',
      name: '订单创建时间',
      index: shuffled.findIndex((name) => name.includes('订单创建时间')),
    })
  })

  it('takes the first of two columns with one name', () => {
    const found = recognise([[...SPREADSHEET_COLUMNS, '成交价格']])
    expect(found?.columns.find(({ field }) => field === 'price')?.index).toBe(7)
  })

  it('skips a preamble of up to 29 rows', () => {
    const preamble = (rows: number) => Array.from({ length: rows }, (_, i) => [`说明 ${i}`])
    expect(recognise([...preamble(29), SPREADSHEET_COLUMNS])).toMatchObject({ header: 29 })
    expect(recognise([...preamble(30), SPREADSHEET_COLUMNS])).toBeNull()
  })

  it('refuses a header that lacks a needed column, and says what it saw', () => {
    const rows = [['店铺导出'], SPREADSHEET_COLUMNS.filter((name) => name !== '成交价格')]
    expect(recognise(rows)).toBeNull()
    expect(headersSeen(rows)).toEqual([
      '交易日期',
      '顾客网名',
      '真实姓名',
      '电子邮箱',
      '联系电话',
      '收货地址',
      '购买商品',
    ])
  })

  const samples = new URL('../../data/export_headers.json', import.meta.url)
  it('tells the collected export headers apart', () => {
    const collected = JSON.parse(readFileSync(samples, 'utf8')) as Record<
      string,
      { columns?: string[]; cols_csv?: string; cols_tsv?: string }
    >
    const found = Object.fromEntries(
      Object.entries(collected).map(([name, { columns, cols_csv, cols_tsv }]) => [
        name,
        idOf([columns ?? cols_csv?.split(',') ?? cols_tsv?.split('\t') ?? []]),
      ]),
    )
    const known = Object.entries(found).filter(([, format]) => format !== null)
    expect(Object.fromEntries(known)).toEqual({
      taobao_order_ExportOrderList_v2018_54col: 'taobao-orders',
      taobao_order_xlsx_v2020_61col: 'taobao-orders',
      taobao_items_ExportOrderDetailList: 'taobao-details',
      shopify_orders_export: 'shopify-orders',
    })
    expect(collected.taobao_order_ExportOrderList_v2018_54col?.columns).toEqual(TAOBAO_COLUMNS_2018)
    expect(collected.shopify_orders_export?.cols_csv?.split(',')).toEqual(SHOPIFY_COLUMNS)
    expect(collected.taobao_order_xlsx_v2020_61col?.columns?.toSorted()).toEqual(TAOBAO_COLUMNS_2020.toSorted())
  })
})
