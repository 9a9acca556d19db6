/** A file out of the app's hands: to another app where the phone can, else among the downloads. */

/**
 * Call it within a tap: a phone's sheet of apps opens only then.
 * @returns false when the person turned back
 */
export async function handFile(file: File): Promise<boolean> {
  // A desk has better places for a file than a share sheet.
  if (matchMedia('(pointer: coarse)').matches && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return true
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return false
      // What cannot be shared, or took longer to make than a tap counts for, can still be saved.
    }
  }
  saveFile(file)
  return true
}

/** Puts it among the downloads. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // Some browsers start reading only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
