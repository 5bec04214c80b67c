import type { GetHistory, MessageHistory } from '../protocol.gen'
import type { Api } from './api'
import { heard } from './heard'
import { logAt, placeNamed, type Place } from './places'
import type { ClientStore } from './store'

export interface Editing {
  /** Begins editing a message, or ends it. */
  edit(message: { readonly place: Place; readonly seq: number } | null): void
  editMessage(place: Place, seq: number, body: string): Promise<void>
  /** Of a message of a thread, `room` is the thread's place here. */
  messageHistory(command: GetHistory): Promise<MessageHistory>
}

export function createEditing(api: Api, store: ClientStore): Editing {
  return {
    edit: (editing) => store.setState({ editing }),
    async editMessage(place, seq, body) {
      const { rev } = await api.call('message.edit', { ...placeNamed(place), seq, body })
      await heard(store, logAt(store.getState().sync, place), rev)
    },
    messageHistory: ({ room: place, ...command }) =>
      api.call('message.history', { ...command, ...placeNamed(place) }),
  }
}
