import { plural } from '../plural.ts'
import type { Shape } from '../types.ts'
import type { coming as base } from '../zh-CN/coming.ts'

export const coming: Shape<typeof base> = {
  title: 'What comes next',
  backBy: ({ day }) => `Expected back by ${day}`,
  passed: ({ day }) => `Was expected back by ${day}, not seen yet`,
  cameBack: 'They have been back since',
  stillAChance: 'Later than their own habit, yet by how customers here behave they will more likely than not be back.',
  notInAYear: 'Probably not back within a year',
  expected: ({ days, orders, money }) => `In the next ${days} days: ${orders}, worth ${money}.`,
  orders: ({ n }) => `about ${plural(n, 'order', 'orders')}`,
  hardlyAny: 'less than 0.1 orders',
  how: 'From their own rhythm and how customers of the whole shop behave. An estimate, not a promise.',
  howGood: 'How good is it?',
  whatIsMissing: 'What is missing',
  dueBy: ({ when }) => `Next order by their rhythm: ${when}`,
  dueThen: ({ when }) => `Due by their rhythm: ${when}`,
  ownRhythm: ({ days }) => `Usually buys about every ${plural(days, 'day', 'days')}.`,
  shopRhythm: ({ days }) =>
    `Too few orders of their own: customers here buy about every ${plural(days, 'day', 'days')}.`,
  outdated: ({ day }) => `These figures are as of ${day}; the next run renews them.`,
  profit: ({ money }) => `Profit ${money}`,
}
