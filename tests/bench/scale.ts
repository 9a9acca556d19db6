/** How big the big benches are: a tenth of the product's sizes unless told, all of it with BENCH_FULL=1. */
export const SCALE: number = process.env.BENCH_FULL === '1' ? 1 : Number(process.env.BENCH_SCALE ?? 0.1)
if (!(SCALE > 0 && SCALE <= 1)) throw new Error('BENCH_SCALE must be above 0 and at most 1')

export const scaled = (size: number): number => Math.max(1, Math.round(size * SCALE))

/** Says beside a ratio that its budget is meant for the whole size; fixed costs weigh more on less. */
export const AT_SCALE: string | undefined = SCALE < 1 ? 'the budget is for BENCH_FULL=1' : undefined
