import type { Section } from '../protocol.gen'
import { personLog } from './logs'
import { rowsOf, type Rows, type ThingOf } from './rows'
import type { SyncState } from './state'

const NONE: Rows = {}

/** The rows of one's own log. */
export function ownRows({ me, logs }: SyncState): Rows {
  return (me && logs[personLog(me.id)]?.rows) ?? NONE
}

/** Where a room stands among the favourites; null if it is none. */
export function favouriteAt(sync: SyncState, room: string): number | null {
  const row = rowsOf(ownRows(sync), 'favourite')[room]
  return row && row.until == null ? row.position : null
}

export function favouritesOf(own: Rows): string[] {
  return arranged(own, 'favourite').map(({ room }) => room)
}

export function sectionsOf(own: Rows): Section[] {
  return arranged(own, 'section')
}

/** The section that a room is in. */
export function sectionOf(own: Rows, room: string): string | null {
  const row = rowsOf(own, 'section_room')[room]
  return row && row.until == null ? row.section : null
}

export function roomsInSection(own: Rows, section: string): string[] {
  return arranged(own, 'section_room').flatMap((row) => (row.section === section ? row.room : []))
}

/** What has not ended, in one's own order. */
function arranged<K extends Kind>(own: Rows, kind: K): ThingOf<K>[] {
  const rows: readonly Arranged[] = Object.values(rowsOf(own, kind))
  const there = rows.filter(({ until }) => until == null).sort((a, b) => a.position - b.position)
  return there as ThingOf<K>[]
}

type Kind = 'favourite' | 'section' | 'section_room'
type Arranged = ThingOf<Kind>
