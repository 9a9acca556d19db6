/** The catalogue: every change a person can make, by name. Phones queue them, the server decides them. */
import type { Mutation } from './mutation.ts'
import { customerMutations } from './mutations/customer.ts'
import { disputeMutations } from './mutations/dispute.ts'
import { disputeMergeMutations } from './mutations/dispute-merge.ts'
import { disputeSpamMutations } from './mutations/dispute-spam.ts'
import { disputeTalkMutations } from './mutations/dispute-talk.ts'
import { evidenceMutations } from './mutations/evidence.ts'
import { fixMutations } from './mutations/fix.ts'
import { linkMutations } from './mutations/link.ts'
import { notificationMutations } from './mutations/notification.ts'
import { productMutations } from './mutations/product.ts'
import { segmentMutations } from './mutations/segment.ts'
import { shopMutations } from './mutations/shop.ts'
import { taskMutations } from './mutations/task.ts'
import { templateMutations } from './mutations/template.ts'
import { tierMutations } from './mutations/tier.ts'
import { winBackMutations } from './mutations/win-back.ts'

export const catalogue = {
  ...customerMutations,
  ...disputeMutations,
  ...disputeMergeMutations,
  ...disputeSpamMutations,
  ...disputeTalkMutations,
  ...linkMutations,
  ...evidenceMutations,
  ...fixMutations,
  ...notificationMutations,
  ...productMutations,
  ...segmentMutations,
  ...shopMutations,
  ...taskMutations,
  ...templateMutations,
  ...tierMutations,
  ...winBackMutations,
}

export type Catalogue = typeof catalogue
export type MutationName = keyof Catalogue
export type ArgsOf<N extends MutationName> = Catalogue[N] extends Mutation<infer A> ? A : never
