const NAME = 'parley.invitation'

/** A tab keeps the token of an invitation while its owner signs in, which may load the page anew. */
export function holdToken(token: string, storage: Storage | undefined): void {
  storage?.setItem(NAME, token)
}

export function heldToken(storage: Storage | undefined): string {
  return storage?.getItem(NAME) ?? ''
}

export function dropToken(storage: Storage | undefined): void {
  storage?.removeItem(NAME)
}
