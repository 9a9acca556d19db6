/** The one way a person's change gets in. */
import type { ArgsOf, MutationName } from '../../worker/domain/mutations.ts'
import { currentStore } from '../store/current.ts'

/**
 * Makes a change now, online or not; it is sent by itself.
 * @returns the mutation's id, which is also the id of the row it creates, if it creates one
 * @throws Refusal when the rule says no: nothing was changed, tell the person why
 */
export const mutate = <N extends MutationName>(name: N, args: ArgsOf<N>): Promise<string> =>
  currentStore().mutate(name, args)
