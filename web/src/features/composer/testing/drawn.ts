import type { Writing } from '../edits'

/** A text with its selection between two bars, or its caret at one. */
export function writing(drawn: string): Writing {
  const start = drawn.indexOf('|')
  const second = drawn.indexOf('|', start + 1)
  return { text: drawn.replaceAll('|', ''), start, end: second < 0 ? start : second - 1 }
}

export function drawn({ text, start, end }: Writing): string {
  const bars = start === end ? '|' : `|${text.slice(start, end)}|`
  return text.slice(0, start) + bars + text.slice(end)
}
