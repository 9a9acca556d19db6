/** What was typed or tapped and is not sent yet: kept on the phone until it is. A browser may forbid it; then it is not. */

const PREFIX = 'b:'

export function kept<T extends object>(name: string): Partial<T> {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) || '{}') as Partial<T>
  } catch {
    return {}
  }
}

export function keep(name: string, value: object): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // Kept on the page only.
  }
}

export function drop(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name)
  } catch {
    // Nothing was kept.
  }
}
