/** The longest name, and the least. */
export const LONGEST = 30
const LEAST = 2

/** What a file's name suggests: `Party Parrot (1).GIF` is `party_parrot_1`. */
export function suggestedName(file: string): string {
  const words = file
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9+-]+/g, '_')
    .slice(0, LONGEST)
  return words.replace(/_*([+-])_*/g, '$1').replace(/^_+|_+$/g, '')
}

/** The rule of the server, which also asks whether the name is free. */
export function isName(name: string): boolean {
  return (
    name.length >= LEAST &&
    name.length <= LONGEST &&
    /^[a-z0-9_+-]+$/.test(name) &&
    !/(?:^|[+-])_|_(?:[+-]|$)/.test(name)
  )
}
