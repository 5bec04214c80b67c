import type { CreateRoom, Room, RoomAnswer, UpdateRoom } from '../protocol.gen'
import { applyRoomAnswer } from './answers'
import type { Api } from './api'
import { apply } from './apply'
import { roomLog } from './logs'
import type { ClientStore } from './store'

/** Making, changing, entering and leaving rooms. Each returns the room as it is then. */
export interface Rooming {
  createRoom(command: Omit<CreateRoom, 'client_id'>, client_id: string): Promise<Room>
  updateRoom(command: UpdateRoom): Promise<Room>
  archiveRoom(room: string): Promise<Room>
  unarchiveRoom(room: string): Promise<Room>
  deleteRoom(room: string): Promise<void>
  joinRoom(slug: string): Promise<Room>
  /** The direct conversation with these people, made if there is none. */
  openDirect(people: readonly string[]): Promise<Room>
  leaveRoom(room: string): Promise<void>
}

export function createRooming(api: Pick<Api, 'call'>, store: ClientStore): Rooming {
  function take(answer: RoomAnswer): Room {
    store.setState(({ sync }) => ({ sync: applyRoomAnswer(sync, answer) }))
    return answer.room
  }

  return {
    createRoom: async (command, client_id) => take(await api.call('room.create', { ...command, client_id })),
    updateRoom: async (command) => take(await api.call('room.update', command)),
    archiveRoom: async (room) => take(await api.call('room.archive', { room })),
    unarchiveRoom: async (room) => take(await api.call('room.unarchive', { room })),
    deleteRoom: async (room) => void (await api.call('room.delete', { room })),
    joinRoom: async (slug) => take(await api.call('room.join', { slug })),
    openDirect: async (people) => take(await api.call('direct.open', { people: [...people] })),
    async leaveRoom(room) {
      const { at } = await api.call('room.leave', { room })
      store.setState(({ sync }) => ({ sync: apply(sync, { type: 'gone', log: roomLog(room), at }) }))
    },
  }
}
