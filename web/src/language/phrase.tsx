import { Fragment, type ReactNode } from 'react'
import type { Part } from './message'
import { caseOf, numberWords, partsOfText } from './t'

type Nodes = Readonly<Record<string, ReactNode>>
type Tags = Readonly<Record<string, (inside: ReactNode) => ReactNode>>

/** A text whose values may be elements, and whose `<tags>` become what `tags` makes of them. */
export function phrase(text: string, values: Nodes, tags: Tags = {}): ReactNode {
  return nodesOf(partsOfText(text), values, tags, 0)
}

function nodesOf(parts: readonly Part[], values: Nodes, tags: Tags, number: number): ReactNode {
  return parts.map((part, index) => <Fragment key={index}>{nodeOf(part, values, tags, number)}</Fragment>)
}

function nodeOf(part: Part, values: Nodes, tags: Tags, number: number): ReactNode {
  if (typeof part === 'string') return part
  if (part.kind === 'number') return numberWords(number)
  if (part.kind === 'tag') {
    const inside = nodesOf(part.inside, values, tags, number)
    return tags[part.name]?.(inside) ?? inside
  }
  const value = values[part.name]
  if (part.kind === 'value') return typeof value === 'number' ? numberWords(value) : value
  const counted = typeof value === 'number' ? value : 0
  return nodesOf(caseOf(part, typeof value === 'string' ? value : counted), values, tags, counted || number)
}
