/** The server counts characters as Unicode code points. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _char of text) length++
  return length
}

/** What is sent of what was typed: no blank lines around it, and no halves of characters. */
export function bodyOf(text: string): string {
  return text
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
    .toWellFormed()
}
