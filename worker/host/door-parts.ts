/** The door and what it is made of, by name: built by bundle.ts as modules of their own, run by workerd.ts. */
export const DOOR_PARTS = ['door', 'problem', 'errors'] as const
