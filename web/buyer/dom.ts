/** Elements in one line each. */
export type Child = Node | string | null | false

type Props = { [name: string]: string | number | boolean | null | ((event: Event) => void) }

/** `on…` are listeners, `true` an attribute without a value; null and false are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
  put(element, ...children)
  return element
}

/** What an element holds from now on. */
export function put(element: Element, ...children: Child[]): void {
  element.textContent = ''
  for (const child of children) if (child !== null && child !== false) element.append(child)
}
