import type { Thing, ThingKind, ThingName } from '../protocol.gen'

/** Every kind of thing that the client knows. Of others it is told as well, and skips them. */
export type Catalogue = Readonly<Record<string, ThingKind>>

/**
 * Things by kind, and then by the fields that say which one each is. Those that have ended are among them: they guard
 * against older rows that arrive late.
 */
export type Rows = Readonly<Record<string, Readonly<Record<string, Thing>>>>

export type ThingOf<K extends ThingName> = Extract<Thing, { readonly thing: K }>

const NONE = {}

/** Takes in things of known kinds, the higher `rev` winning. The same rows if there is nothing new. */
export function upsertRows(rows: Rows, things: readonly Thing[], kinds: Catalogue): Rows {
  const changed: Record<string, Record<string, Thing>> = {}
  for (const thing of things) {
    const kind = kinds[thing.thing]
    if (!kind) continue
    const key = kind.shownBy.map((field) => String(fieldOf(thing, field))).join(' ')
    const known = (changed[thing.thing] ?? rows[thing.thing])?.[key]
    if (known && known.rev >= thing.rev) continue
    const ofKind = (changed[thing.thing] ??= { ...rows[thing.thing] })
    ofKind[key] = thing
  }
  return Object.keys(changed).length === 0 ? rows : { ...rows, ...changed }
}

/** The rows without what a snapshot replaces: all of these kinds, but for what has changed since it was read. */
export function withoutKinds(rows: Rows, kinds: readonly string[], head: number): Rows {
  const replaced = kinds.map((kind) => {
    const later = Object.entries(rows[kind] ?? {}).filter(([, { rev }]) => rev > head)
    return [kind, Object.fromEntries(later)] as const
  })
  return { ...rows, ...Object.fromEntries(replaced) }
}

export function rowsOf<K extends ThingName>(rows: Rows, kind: K): Readonly<Record<string, ThingOf<K>>> {
  return (rows[kind] ?? NONE) as Readonly<Record<string, ThingOf<K>>>
}

export function thingsOf<K extends ThingName>(things: readonly Thing[], kind: K): ThingOf<K>[] {
  return things.filter((thing): thing is ThingOf<K> => thing.thing === kind)
}

/** A field that the catalogue names. */
export function fieldOf(thing: Thing, field: string): unknown {
  return (thing as unknown as Readonly<Record<string, unknown>>)[field]
}
