/** What the win-back list shows; survives going to a customer and back. */
import { signal } from '@preact/signals'

export type View = 'slipping' | 'running' | 'results'
export const view = signal<View>('slipping')
