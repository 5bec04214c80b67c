import type { Thing } from '../protocol.gen'
import type { Range } from './range'
import { fieldOf, upsertRows, type Catalogue, type Rows } from './rows'

/** What there is about messages, by their place. It comes and goes with them. */
export type About = Readonly<Record<string, Rows>>

/** Adds these things to what is known about the messages of a range. An erased message loses everything about it. */
export function aboutRange(about: About, range: Range, things: readonly Thing[], kinds: Catalogue): About {
  const first = range.messages[0]?.seq ?? Infinity
  const last = range.messages.at(-1)?.seq ?? 0
  const isShown = (place: number) => place >= first && place <= last && !range.messages[place - first]?.erased
  const kept = Object.keys(about).every((place) => isShown(Number(place)))
    ? about
    : Object.fromEntries(Object.entries(about).filter(([place]) => isShown(Number(place))))

  const changed: Record<string, Rows> = {}
  for (const thing of things) {
    const place = placeOf(thing, kinds)
    if (thing.thing === 'message' || place === null || !isShown(place)) continue
    changed[place] = upsertRows(changed[place] ?? kept[place] ?? {}, [thing], kinds)
  }
  return Object.keys(changed).length === 0 ? kept : { ...kept, ...changed }
}

/** The message that a thing is, or is about. */
export function placeOf(thing: Thing, kinds: Catalogue): number | null {
  const field = kinds[thing.thing]?.place
  return field == null ? null : Number(fieldOf(thing, field))
}
