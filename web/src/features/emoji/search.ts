/** An emoji, its name, and the words that find it. */
export type Emoji = readonly [emoji: string, name: string, words: string]

export interface EmojiGroup {
  readonly name: string
  readonly emoji: readonly Emoji[]
}

/** The emoji in which every typed word begins a word. Names that begin with the first of them come first. */
export function searchEmoji(groups: readonly EmojiGroup[], typed: string): Emoji[] {
  const wanted = typed
    .toLocaleLowerCase()
    .split(/[\s:_]+/)
    .filter(Boolean)
  const [first] = wanted
  if (first === undefined) return []
  const found = groups
    .flatMap(({ emoji }) => emoji)
    .filter(([emoji, name, words]) => {
      const known = `${name} ${words}`.toLocaleLowerCase().split(/[\s:-]+/)
      return typed.includes(emoji) || wanted.every((word) => known.some((own) => own.startsWith(word)))
    })
  const rank = ([, name]: Emoji) =>
    `${name} `.startsWith(`${first} `)
      ? 0
      : name.startsWith(first)
        ? 1
        : ` ${name}`.includes(` ${first}`)
          ? 2
          : 3
  return found.sort((a, b) => rank(a) - rank(b))
}
