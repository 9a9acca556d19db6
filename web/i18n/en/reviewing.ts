import type { Shape } from '../types.ts'
import type { reviewing as base } from '../zh-CN/reviewing.ts'

export const reviewing: Shape<typeof base> = {
  auto: 'Moves apply by themselves; only a step down from A waits for a person.',
  byHand: 'Every move waits for a person.',
  change: 'Change the rule',
  sum: ({ n, money }) => `${n} · ${money} in all`,
  people: ({ n }) => n,
  selectGroup: ({ group }) => `Select all: ${group}`,
  keys: '↑↓ move, Space selects, Shift extends, Ctrl+A all, Esc ends',
  taken: { what: 'Somebody has just decided this move', todo: 'Their decision stands; nothing for you to do.' },
  others: ({ who, n }) => `${who} is reviewing too and has just decided ${n}`,
  comma: ', ',
  line: ({ name, what }) => `${name}: ${what}`,
  tiers: ({ from, to }) => `moved from ${from} to ${to}`,
  isNow: ({ tier }) => `the tier is ${tier} by now`,
  overtakenTitle: ({ n }) => `Somebody else was first: ${n}`,
  overtakenText: 'Their decisions stand. Everything else you decided is in force; nothing was lost.',
  overtakenRest: ({ n }) => `and ${n} more`,
  overtakenOk: 'All right',
  pinned: 'Pinned',
  until: ({ day }) => `Until ${day}`,
  ended: 'Run out',
  endedOn: ({ day }) => `Ended ${day}`,
  history: 'Whole history',
  noneLately: 'No move came into force lately.',
}
