import type { ListMentions, ListSaved, MentionPage, PinList, SavedPage } from '../protocol.gen'
import { applyOwn } from './answers'
import type { Api } from './api'
import { heard } from './heard'
import { roomLog } from './logs'
import type { ClientStore } from './store'

/** Which messages everybody in a room is pointed to, and which one wants to find again. */
export interface Pointing {
  pin(room: string, seq: number, isThere: boolean): Promise<void>
  pins(room: string): Promise<PinList>
  save(room: string, seq: number, isThere: boolean): Promise<void>
  saved(command: ListSaved): Promise<SavedPage>
  /** The messages that mention one. */
  mentions(command: ListMentions): Promise<MentionPage>
}

export function createPointing(api: Api, store: ClientStore): Pointing {
  return {
    async pin(room, seq, isThere) {
      const { rev } = await api.call(isThere ? 'message.pin' : 'message.unpin', { room, seq })
      await heard(store, roomLog(room), rev)
    },
    pins: (room) => api.call('pin.list', { room }),
    async save(room, seq, isThere) {
      const own = await api.call(isThere ? 'message.save' : 'message.unsave', { room, seq })
      store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))
    },
    saved: (command) => api.call('saved.list', command),
    mentions: (command) => api.call('mention.list', command),
  }
}
