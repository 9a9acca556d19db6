/** Typing of the dictionaries: keys are dotted paths, a leaf is a text or a function of named values. */

// biome-ignore lint/suspicious/noExplicitAny: a leaf takes whatever values its own signature names.
export type Leaf = string | ((values: any) => string)

/** The same keys with texts of another language: a missing or extra key, or other values, does not compile. */
export type Shape<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (values: infer V) => string
      ? (values: V) => string
      : Shape<T[K]>
}

/** Every dotted path of a dictionary that ends in a text: 'common.tabs.today' and so on. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends Leaf ? K : `${K}.${KeyOf<T[K]>}`
}[keyof T & string]

/** The leaf at a path. */
export type LeafAt<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? LeafAt<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never

/** What `t` needs after the key: nothing for a text, the values for a function. */
export type ValuesOf<L> = L extends (values: infer V) => string ? [values: V] : []
