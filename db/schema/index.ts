export * from './service.ts'
export * from './shop.ts'
export * from './tiers.ts'
export * from './trade.ts'
