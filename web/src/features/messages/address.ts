/** The message that an address names. Null for what names none: then it is the room's address. */
export function placeNamed(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
