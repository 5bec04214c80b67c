import { locale } from '../../language/languages'

/** A person's hue, the same in every browser: FNV-1a, which tells ids apart that differ in their last digits only. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % 360
}

export function initialOf(name: string): string {
  const [first = '?'] = new Intl.Segmenter(locale).segment(name.trim())
  return (typeof first === 'string' ? first : first.segment).toLocaleUpperCase(locale)
}
