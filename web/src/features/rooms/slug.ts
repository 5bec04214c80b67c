export const SLUG_PATTERN = '[a-z]([a-z0-9]|-(?=[a-z0-9]))+'

/** A slug out of a room's name. Empty when nothing of the name can be in one. */
export function suggestSlug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-$/, '')
}
