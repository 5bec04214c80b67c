/** The six digits of an app, however they were typed or pasted. */
export function digitsTyped(text: string): string {
  return text.replace(/[^0-9]/g, '').slice(0, 6)
}

/** A recovery code as it was shown, `ABCD-EFGH-JKLM-NPQR`, however it was typed or pasted. */
export function recoveryCodeTyped(text: string): string {
  const letters = text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 16)
  return letters.match(/.{1,4}/g)?.join('-') ?? ''
}

/** A secret in groups, which people can type without losing their place. */
export function groupsOf(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
