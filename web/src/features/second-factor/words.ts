/** How many recovery codes are left, and what to do about it. */
export function codesWords(left: number): string {
  if (left === 0) return 'You have no recovery codes left: make new ones.'
  return left === 1 ? 'One recovery code is left: make new ones soon.' : `${left} recovery codes are left.`
}
