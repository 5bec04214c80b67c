/** What somebody typed who means domains: with an @ before them, perhaps, and with commas or spaces between. */
export function domainsIn(typed: string): string[] {
  const found = typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((word) => word.slice(word.lastIndexOf('@') + 1).replace(/\.$/, ''))
  return [...new Set(found)].filter((domain) => domain !== '')
}
