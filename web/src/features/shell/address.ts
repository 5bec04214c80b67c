import { placeNamed } from '../messages/address'

/** What an address leads to. */
export type Address =
  | { readonly page: 'home' }
  | RoomAddress
  | { readonly page: 'settings'; readonly path: string | null }
  /** A feature's page, if one is called that. */
  | { readonly page: 'other'; readonly path: string; readonly rest: string }

export interface RoomAddress {
  readonly page: 'room'
  /** The room's slug or id. */
  readonly reference: string
  readonly seq: number | null
  readonly panel: string | null
  readonly argument: string | null
}

/**
 * `/r/<room>[/<message>][/<panel>[/<argument>]]`, `/settings[/<page>]`, or `/<page>[/…]`. A message is a number and a
 * panel begins with a letter, so neither is ever taken for the other. Null for what is no address here.
 */
export function readAddress(path: string): Address | null {
  const [first = '', ...rest] = path.split('/').filter(Boolean)
  if (first === '') return { page: 'home' }
  if (first === 'r') return readRoom(rest)
  if (first === 'settings') return rest.length > 1 ? null : { page: 'settings', path: rest[0] ?? null }
  return { page: 'other', path: `/${first}`, rest: rest.join('/') }
}

function readRoom([reference, ...rest]: string[]): RoomAddress | null {
  if (reference === undefined) return null
  const seq = placeNamed(rest[0] ?? '')
  const [panel = null, argument = null, ...more] = seq === null ? rest : rest.slice(1)
  if (more.length > 0 || (panel !== null && !/^[a-z]/.test(panel))) return null
  return { page: 'room', reference, seq, panel, argument }
}

/** The address of a room, a message in it, and what is beside it. */
export function roomAddress({ reference, seq, panel, argument }: Omit<RoomAddress, 'page'>): string {
  return ['', 'r', reference, seq, panel, argument].filter((part) => part !== null).join('/')
}
