/**
 * Lets requests that are under way get on: nothing is sent or received while our own code runs, nor, in workerd, before
 * a timer of 0 ms fires.
 */
export const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 1))
