/** The one way a person's change gets in. */
import type { ArgsOf, MutationName } from '../../worker/domain/mutations.ts'
import type { Refusal } from '../../worker/domain/refusal.ts'
import { currentStore } from '../store/current.ts'

/**
 * Makes a change now, online or not; it is sent by itself.
 * @returns the mutation's id, which is also the id of the row it creates, if it creates one
 * @throws Refusal when the rule says no: nothing was changed, tell the person why
 */
export const mutate = <N extends MutationName>(name: N, args: ArgsOf<N>): Promise<string> =>
  currentStore().mutate(name, args)

/**
 * Makes many changes of one kind at once; what a rule refuses does not hold up the others.
 * @returns of each its mutation's id, or why not
 */
export const mutateAll = <N extends MutationName>(name: N, args: readonly ArgsOf<N>[]): Promise<(string | Refusal)[]> =>
  currentStore().mutateAll(args.map((each) => ({ name, args: each })))
