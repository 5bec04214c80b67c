import type { ReactNode } from 'react'

/** Emoji by the names that people type between colons. */
export type Shortcodes = ReadonlyMap<string, string>

/** The pictures of this server's own, by the same. */
export type Pictures = ReadonlyMap<string, string>

/** Not in the middle of a word or of a time. */
const SHORTCODE = /(?<![\p{L}\p{N}:]):([a-z0-9_+-]{1,60}):(?![\p{L}\p{N}:])/gu

export function mayHaveShortcodes(text: string): boolean {
  return text.search(SHORTCODE) >= 0
}

export function withShortcodes(text: string, known: Shortcodes | null): string {
  return known ? text.replace(SHORTCODE, (typed, name: string) => known.get(name) ?? typed) : text
}

/** The text with what `show` makes of the emoji of this server in it. */
export function withPictures(
  text: string,
  pictures: Pictures | null,
  show: (name: string, picture: string, at: number) => ReactNode,
): ReactNode {
  const parts: ReactNode[] = []
  let upto = 0
  for (const { 0: typed, 1: name = '', index } of pictures?.size ? text.matchAll(SHORTCODE) : []) {
    const picture = pictures?.get(name)
    if (picture === undefined) continue
    parts.push(text.slice(upto, index), show(name, picture, index))
    upto = index + typed.length
  }
  return parts.length === 0 ? text : [...parts, text.slice(upto)]
}

const EMOJI = '\\p{RGI_Emoji}'
/** Made when the page runs: no compiler is asked whether it knows properties of strings. */
const FEW_EMOJI = new RegExp(`^\\s*(?:${EMOJI}\\s*){1,3}$`, 'v')

/** One to three emoji and nothing else. */
export function isFewEmoji(
  body: string,
  known: Shortcodes | null,
  pictures: Pictures | null = null,
): boolean {
  if (body.length > 120) return false
  const own = (typed: string, name: string) => (pictures?.has(name) ? '🙂' : typed)
  return FEW_EMOJI.test(withShortcodes(body, known).replace(SHORTCODE, own))
}
