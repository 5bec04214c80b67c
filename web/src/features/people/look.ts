const GOLDEN_ANGLE = 137.508

/** A person's hue: the same in every browser, and neighbours by id far apart. */
export function hueOf(id: string): number {
  let hash = 7
  for (const char of id) hash = (hash * 31 + char.charCodeAt(0)) % 9973
  return Math.round((hash * GOLDEN_ANGLE) % 360)
}

export function initialOf(name: string): string {
  const [first = '?'] = new Intl.Segmenter().segment(name.trim())
  return (typeof first === 'string' ? first : first.segment).toLocaleUpperCase()
}
