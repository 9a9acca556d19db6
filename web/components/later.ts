import { type ComponentType, h } from 'preact'
import { useState } from 'preact/hooks'

/**
 * A screen whose code comes when it is first wanted; what was shown stays until then. One that does not come is thrown
 * to the nearest Guard, and asked for again the next time.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let found: ComponentType<P> | undefined
  let coming: Promise<void> | undefined
  let failed: unknown
  return (props) => {
    const [, drawAgain] = useState({})
    if (found) return h(found, props)
    if (failed) {
      const error = failed
      failed = undefined
      throw error
    }
    coming ??= load()
      .then(
        (component) => {
          found = component
        },
        (error) => {
          failed = error
        },
      )
      .finally(() => {
        coming = undefined
      })
    void coming.then(() => drawAgain({}))
    throw coming
  }
}
