/** What another app has shared, as one text: many give the address in `text`, and the title as well. */
export function sharedText(query: string): string {
  const fields = new URLSearchParams(query)
  const parts = ['title', 'text', 'url']
    .map((name) => fields.get(name)?.trim() ?? '')
    .filter((part) => part !== '')
  return parts
    .filter((part, at) => !parts.some((other, place) => place > at && other.includes(part)))
    .join('\n')
}

/** The draft with it. What was being written there stays, above it. */
export function withShared(draft: string, shared: string): string {
  if (shared === '') return draft
  return draft.trim() === '' ? shared : `${draft.trimEnd()}\n\n${shared}`
}
