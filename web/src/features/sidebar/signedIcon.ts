/** The tab's icon with a number in its corner, as an address. */
export function signedIcon(count: number): string {
  const text = String(count)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <path d="M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z" fill="#2f6f62"/>
    <circle cx="22" cy="21" r="10.5" fill="#c4372a"/>
    <text x="22" y="26.200" font-family="sans-serif" font-weight="700" font-size="${text.length > 1 ? 12 : 15}"
      text-anchor="middle" fill="#fff">${text}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`
}
