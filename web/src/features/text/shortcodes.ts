/** Emoji by the names that people type between colons. */
export type Shortcodes = ReadonlyMap<string, string>

/** Not in the middle of a word or of a time. */
const SHORTCODE = /(?<![\p{L}\p{N}:]):([a-z0-9_+-]{1,60}):(?![\p{L}\p{N}:])/gu

export function mayHaveShortcodes(text: string): boolean {
  return text.search(SHORTCODE) >= 0
}

export function withShortcodes(text: string, known: Shortcodes | null): string {
  return known ? text.replace(SHORTCODE, (typed, name: string) => known.get(name) ?? typed) : text
}

const EMOJI = '\\p{RGI_Emoji}'
/** Made when the page runs: no compiler is asked whether it knows properties of strings. */
const FEW_EMOJI = new RegExp(`^\\s*(?:${EMOJI}\\s*){1,3}$`, 'v')

/** One to three emoji and nothing else. */
export function isFewEmoji(body: string, known: Shortcodes | null): boolean {
  return body.length <= 120 && FEW_EMOJI.test(withShortcodes(body, known))
}
