export const BACK = '/disputes'

/** How many days back complaints are taken. */
export const SINCE = ['30', '90', 'all'] as const
export type Since = (typeof SINCE)[number]
