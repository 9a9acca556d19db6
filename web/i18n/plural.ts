/** English plurals: `plural(2, 'order', 'orders')` → "2 orders", digits grouped. */
export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`
