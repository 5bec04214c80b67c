import type { Section } from '../protocol.gen'
import type { Api } from './api'

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
