import * as v from 'valibot'

const positiveInt = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))
const share = v.pipe(v.number(), v.minValue(0.01), v.maxValue(1))
const money = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9e12))
const hours = v.pipe(v.number(), v.minValue(0.25), v.maxValue(24 * 60))
const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1440))
const perTier = <S extends v.GenericSchema>(schema: S) => v.object({ A: schema, B: schema, C: schema })

/** What a shop can set; every field has a default, so an old row with missing fields still parses. */
export const Settings = v.object({
  tiers: v.optional(
    v.object({
      windowDays: v.optional(positiveInt, 365),
      /** Cumulative share of net value *before* a customer under which they are A, B. */
      aShare: v.optional(share, 0.8),
      bShare: v.optional(share, 0.95),
      /** `profit` where the cost of what was bought is known; `revenue` never looks at costs. */
      measure: v.optional(v.picklist(['profit', 'revenue']), 'profit'),
      /** Moves apply by themselves, except a demotion from A, which waits for a person. */
      autoApply: v.optional(v.boolean(), true),
    }),
    {},
  ),
  rfm: v.optional(
    v.object({
      mode: v.optional(v.picklist(['auto', 'quintiles', 'thresholds']), 'auto'),
      /** Four ascending bounds each: days since last order, orders, net value in minor units. */
      recencyDays: v.optional(v.tuple([positiveInt, positiveInt, positiveInt, positiveInt]), [30, 60, 120, 240]),
      orders: v.optional(v.tuple([positiveInt, positiveInt, positiveInt, positiveInt]), [2, 3, 5, 8]),
      money: v.optional(v.tuple([money, money, money, money]), [10_000, 30_000, 80_000, 200_000]),
    }),
    {},
  ),
  rhythm: v.optional(
    v.object({
      /** Times their own median gap after which they are slipping away, and lost. */
      decliningFactor: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(20)), 2),
      lostFactor: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(40)), 4),
    }),
    {},
  ),
  expectation: v.optional(
    v.object({
      /** How far ahead orders are foretold, days. */
      days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(7), v.maxValue(730)), 90),
    }),
    {},
  ),
  promises: v.optional(
    v.object({
      /** Business hours until the first reply and until a resolution. */
      firstReplyHours: v.optional(perTier(hours), { A: 1, B: 2, C: 4 }),
      resolveHours: v.optional(perTier(hours), { A: 24, B: 48, C: 72 }),
      /** Business hours until an answer when the buyer writes again. */
      nextReplyHours: v.optional(perTier(hours), { A: 2, B: 4, C: 8 }),
      /** The most one offer to a customer of the tier may cost, minor units; 0 means no offers that cost money. */
      offerBudget: v.optional(perTier(money), { A: 20_000, B: 10_000, C: 5_000 }),
      /** A friendly contact at least every so many days; null where nobody is contacted for care's sake. */
      careDays: v.optional(perTier(v.nullable(positiveInt)), { A: 30, B: 60, C: 180 }),
      /** Member who handles the tier; null for anyone. Never one who left: `removeMember` takes them out. */
      handler: v.optional(perTier(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64)))), {
        A: null,
        B: null,
        C: null,
      }),
    }),
    {},
  ),
  businessHours: v.optional(
    v.object({
      /** 1 Monday … 7 Sunday. */
      days: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))), [1, 2, 3, 4, 5, 6, 7]),
      open: v.optional(minuteOfDay, 540),
      close: v.optional(minuteOfDay, 1320),
      /** Days the shop is closed, `YYYY-MM-DD` of its calendar. */
      holidays: v.optional(v.pipe(v.array(v.pipe(v.string(), v.isoDate())), v.maxLength(400)), []),
    }),
    {},
  ),
  disputes: v.optional(
    v.object({
      /** A resolution costing more waits for the owner's approval, minor units. */
      approvalLimit: v.optional(money, 20_000),
      followUpDays: v.optional(positiveInt, 3),
      /** How long a buyer's link works. */
      linkDays: v.optional(positiveInt, 30),
    }),
    {},
  ),
  contactCap: v.optional(v.object({ count: v.optional(positiveInt, 2), days: v.optional(positiveInt, 30) }), {}),
  winBack: v.optional(
    v.object({
      coolDownDays: v.optional(positiveInt, 60),
      validDays: v.optional(positiveInt, 14),
      /** Minor units a calendar month; 0 means no offers that cost money. */
      monthlyBudget: v.optional(money, 100_000),
      /** Suggested percent off by tier. */
      percent: v.optional(perTier(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90))), {
        A: 15,
        B: 10,
        C: 8,
      }),
    }),
    {},
  ),
})
export type Settings = v.InferOutput<typeof Settings>
/** What customers are ranked by: net value, or net value less the known cost of the goods. */
export type Measure = Settings['tiers']['measure']

/** The defaults of a new shop. */
export const defaultSettings = (): Settings => v.parse(Settings, {})
