/** What the folder's service says of a file beside its bytes: when it was put last (epoch ms), and its size. */
export const AT = 'x-file-at'
export const SIZE = 'x-file-size'
/** Where it tells the room on its disk; no key begins so. */
export const DISK = '/.disk'
