/** The catalogue: every change a person can make, by name. Phones queue them, the server decides them. */
import type { Mutation } from './mutation.ts'
import { customerMutations } from './mutations/customer.ts'
import { disputeMutations } from './mutations/dispute.ts'
import { notificationMutations } from './mutations/notification.ts'
import { productMutations } from './mutations/product.ts'
import { segmentMutations } from './mutations/segment.ts'
import { shopMutations } from './mutations/shop.ts'
import { taskMutations } from './mutations/task.ts'
import { tierMutations } from './mutations/tier.ts'
import { winBackMutations } from './mutations/win-back.ts'

export const catalogue = {
  ...customerMutations,
  ...disputeMutations,
  ...notificationMutations,
  ...productMutations,
  ...segmentMutations,
  ...shopMutations,
  ...taskMutations,
  ...tierMutations,
  ...winBackMutations,
}

export type Catalogue = typeof catalogue
export type MutationName = keyof Catalogue
export type ArgsOf<N extends MutationName> = Catalogue[N] extends Mutation<infer A> ? A : never
