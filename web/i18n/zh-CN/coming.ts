/** What is expected of a customer. These texts come with their screens (see `bringTexts`). */
export const coming = {
  title: '接下来',
  backBy: ({ day }: { day: string }) => `大概 ${day}前会再来`,
  passed: ({ day }: { day: string }) => `原以为 ${day}前会再来，还没等到`,
  cameBack: '算完之后又来过了',
  stillAChance: '比自己平常慢了，不过看全店的规律，多半还会回来。',
  notInAYear: '一年内多半不会再来',
  expected: ({ days, orders, money }: { days: number; orders: string; money: string }) =>
    `接下来 ${days} 天预计${orders}、花 ${money}。`,
  orders: ({ n }: { n: number }) => `下 ${n} 单`,
  hardlyAny: '下不到 0.1 单',
  how: '按这位客户自己的节奏和全店的规律算的，是估计，不是保证。',
  howGood: '估得准不准',
  whatIsMissing: '还差什么',
  dueBy: ({ when }: { when: string }) => `按节奏，下一单大概在${/^\d/.test(when) ? ' ' : ''}${when}`,
  dueThen: ({ when }: { when: string }) => `按节奏，${when}就该再来了`,
  ownRhythm: ({ days }: { days: number }) => `平常约 ${days} 天买一次。`,
  shopRhythm: ({ days }: { days: number }) => `自己的订单还少，先按全店约 ${days} 天买一次看。`,
  outdated: ({ day }: { day: string }) => `这些还是 ${day}的数，下次计算会更新。`,
  profit: ({ money }: { money: string }) => `其中利润 ${money}`,
}
