/** Of what there is only so much for everybody, and a share of it for one place. */
export class Shares {
  readonly #all: number
  readonly #share: number
  #taken = 0
  readonly #of = new Map<string, number>()

  /**
   * @param all there is
   * @param share of one place
   */
  constructor(all: number, share: number) {
    this.#all = all
    this.#share = share
  }

  /** @param of a place; null where everybody comes from it and nobody can be told apart. @returns false when there is no room */
  take(of: string | null, amount: number): boolean {
    const ofOne = (of === null ? 0 : (this.#of.get(of) ?? 0)) + amount
    if (this.#taken + amount > this.#all || ofOne > this.#share) return false
    this.#taken += amount
    if (of !== null) this.#of.set(of, ofOne)
    return true
  }

  give(of: string | null, amount: number): void {
    this.#taken -= amount
    if (of === null) return
    const left = (this.#of.get(of) ?? 0) - amount
    if (left > 0) this.#of.set(of, left)
    else this.#of.delete(of)
  }
}
