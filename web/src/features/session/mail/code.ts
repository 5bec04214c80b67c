/** A code as it stands in the letter, `ABCD-EFGH`, however it was typed or pasted. */
export function codeTyped(text: string): string {
  const letters = text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 8)
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters
}
