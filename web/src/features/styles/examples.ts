import type { ComponentType } from 'react'

/**
 * The states of some components, with data that never changes. A file `*.examples.tsx` beside the components exports
 * one of these by default, and the style page shows it.
 */
export interface Examples {
  /** In small letters: its address on the page, and the name of its pictures. */
  readonly id: string
  readonly title: string
  /** Lower comes first. Leave gaps, so that others fit between. */
  readonly order: number
  /** By what it shows, in a few words. */
  readonly states: Readonly<Record<string, ComponentType>>
}

const found = import.meta.glob<Examples>('../../**/*.examples.tsx', { eager: true, import: 'default' })

export const EXAMPLES: readonly Examples[] = Object.values(found).toSorted((a, b) => a.order - b.order)
