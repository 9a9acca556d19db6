import * as v from 'valibot'
export const Subscription = v.object({})
export const subscribe = async (..._: unknown[]) => ({})
export const unsubscribe = async (..._: unknown[]) => {}
export const testNotification = async (..._: unknown[]) => {}
