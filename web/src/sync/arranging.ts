import type { Section } from '../protocol.gen'
import type { Api } from './api'
import { personLog } from './logs'
import { rowsOf, type Rows, type ThingOf } from './rows'
import type { SyncState } from './state'

/** How one arranges one's rooms. One's own log tells of it, on this device as on the others. */
export interface Arranging {
  /** Puts a room among the favourites, before another one of them or at their end; or moves it there. */
  favourite(room: string, before: string | null): Promise<void>
  unfavourite(room: string): Promise<void>
  createSection(name: string, client_id: string): Promise<Section>
  renameSection(section: string, name: string): Promise<void>
  /** Before another section, or to the end. */
  moveSection(section: string, before: string | null): Promise<void>
  deleteSection(section: string): Promise<void>
  /** Puts a room into a section, before another one there or at its end; or moves it there. */
  putInSection(room: string, section: string, before: string | null): Promise<void>
  takeFromSection(room: string): Promise<void>
}

export function createArranging(api: Api): Arranging {
  return {
    favourite: async (room, before) => void (await api.call('room.favourite', { room, before })),
    unfavourite: async (room) => void (await api.call('room.unfavourite', { room })),
    createSection: (name, client_id) => api.call('section.create', { name, client_id }),
    renameSection: async (section, name) => void (await api.call('section.rename', { section, name })),
    moveSection: async (section, before) => void (await api.call('section.move', { section, before })),
    deleteSection: async (section) => void (await api.call('section.delete', { section })),
    putInSection: async (room, section, before) =>
      void (await api.call('section.put_room', { room, section, before })),
    takeFromSection: async (room) => void (await api.call('section.take_room', { room })),
  }
}

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
