/** What the demo shop sells; money in minor units (分). */
export interface Product {
  name: string
  sku: string
  price: number
  /** What one costs the shop; null where nobody has written it down yet. */
  cost: number | null
  kind: 'tea' | 'ware'
  /** How often it is taken, relative to the others of its price. */
  demand: number
}

const product =
  (kind: Product['kind']) =>
  (sku: string, name: string, yuan: number, cost: number | null, demand: number): Product => ({
    ...{ sku, name, kind, demand },
    price: yuan * 100,
    cost: cost === null ? null : cost * 100,
  })
const tea = product('tea')
const ware = product('ware')

export const PRODUCTS: readonly Product[] = [
  tea('T01', '明前龙井 50g', 128, 62, 8),
  tea('T02', '明前龙井礼盒 200g', 588, 280, 4),
  tea('T03', '雨前龙井 100g', 98, 41, 9),
  tea('T04', '武夷肉桂 60g', 158, 70, 6),
  tea('T05', '正山小种 100g', 88, 36, 9),
  tea('T06', '金骏眉 50g', 168, 85, 4),
  tea('T07', '凤凰单丛鸭屎香 100g', 138, 58, 7),
  tea('T08', '安溪铁观音 125g', 78, 34, 7),
  tea('T09', '福鼎白牡丹饼 300g', 218, 105, 4),
  tea('T10', '老寿眉饼 350g', 168, 72, 5),
  tea('T11', '普洱熟茶小沱 100g', 58, 23, 8),
  tea('T12', '古树普洱生茶 357g', 468, 250, 2),
  tea('T13', '茉莉花茶 100g', 49, 19, 10),
  tea('T14', '桂花乌龙 80g', 59, 24, 9),
  tea('T15', '六安瓜片 100g', 118, 55, 4),
  tea('T16', '陈皮 50g', 68, null, 5),
  tea('T17', '四季茶样 8 泡', 39, 26, 11),
  tea('T18', '中秋茶礼 三罐装', 298, 160, 2),
  ware('W01', '青瓷盖碗', 128, 60, 6),
  ware('W02', '白瓷公道杯', 69, 30, 6),
  ware('W03', '手作粗陶主人杯', 88, 42, 8),
  ware('W04', '柴烧品茗杯', 168, 90, 4),
  ware('W05', '紫砂壶 西施 160ml', 680, 390, 5),
  ware('W06', '紫砂壶 石瓢 200ml 全手工', 1980, 1200, 4),
  ware('W07', '紫砂壶 仿古 名家手作', 3880, null, 3),
  ware('W08', '旅行茶具套装', 159, 78, 6),
  ware('W09', '竹制茶盘', 238, 118, 3),
  ware('W10', '茶巾 两条', 19, 7, 7),
  ware('W11', '铜制茶则', 45, 18, 4),
  ware('W12', '汝窑茶具七件套', 798, 430, 4),
  ware('W13', '粗陶茶叶罐', 79, 33, 5),
  ware('W14', '玻璃飘逸杯', 59, 27, 6),
  ware('W15', '铁壶 1.2L', 1280, 760, 6),
  ware('W16', '锔瓷茶杯 修复款', 268, null, 2),
]
