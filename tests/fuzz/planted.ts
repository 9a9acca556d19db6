/** A fault behind three doors: what is guided by coverage finds it, what only guesses does not. */
export function planted(bytes: Uint8Array): void {
  if (bytes[0] === 0x46) {
    if (bytes[3] === 0x55) {
      if (bytes[6] === 0x5a) {
        if (bytes[9] === 0x5a) throw new Error('found')
      }
    }
  }
}
