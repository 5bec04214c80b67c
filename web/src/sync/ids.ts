/** A new `client_id`. Not `randomUUID`: that exists in secure contexts only, and a home server may have none. */
export function newClientId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
