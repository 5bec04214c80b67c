import type { ListMessages, MessagePage, RoomDetails } from '../protocol.gen'
import type { Api } from './api'
import { applyDetails, applyPage, isStale } from './apply'
import type { ClientStore } from './store'
import type { SyncState } from './state'

const PAGE = 50
/** A snapshot can be older than what live frames have brought; one asked for now hardly is, three in a row never. */
const TRIES = 3

export interface Pages {
  /** The newest page and the members, if the room has not been opened yet. */
  open(room: string): Promise<void>
  newest(room: string): Promise<void>
  around(room: string, seq: number): Promise<void>
  before(room: string): Promise<void>
  after(room: string): Promise<void>
}

export function createPages(api: Api, store: ClientStore): Pages {
  const under = new Map<string, Promise<void>>()
  const known = (room: string) => store.getState().sync.rooms[room]
  const write = (sync: SyncState) => store.setState({ sync })

  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = under.get(key) ?? work().finally(() => under.delete(key))
    under.set(key, running)
    return running
  }

  async function fresh<T extends MessagePage | RoomDetails>(ask: () => Promise<T>): Promise<T> {
    let answer = await ask()
    for (let tries = 1; tries < TRIES && isStale(store.getState().sync, answer); tries++) answer = await ask()
    return answer
  }

  async function list(command: ListMessages): Promise<void> {
    const page = await fresh(() => api.call('message.list', { limit: PAGE, ...command }))
    write(applyPage(store.getState().sync, page))
  }

  async function details(room: string): Promise<void> {
    if (known(room)?.membersComplete) return
    const answer = await fresh(() => api.call('room.get', { room }))
    write(applyDetails(store.getState().sync, answer))
  }

  return {
    open: (room) =>
      once(`open ${room}`, async () => {
        if (known(room)?.cursor === null) await list({ room })
        await details(room)
      }),
    newest: (room) => once(`newest ${room}`, () => list({ room })),
    around: (room, seq) =>
      once(`around ${room} ${seq}`, async () => {
        if (!known(room)?.messages.some((message) => message.seq === seq)) await list({ room, around: seq })
        await details(room)
      }),
    before: (room) =>
      once(`before ${room}`, async () => {
        const first = known(room)?.messages[0]
        if (first && known(room)?.hasBefore) await list({ room, before: first.seq })
      }),
    after: (room) =>
      once(`after ${room}`, async () => {
        const { messages, hasAfter, info } = known(room) ?? {}
        const last = messages?.at(-1)
        if (!hasAfter || !info) return
        // Nothing left of a range that the room does not keep any more: on from the oldest that it does.
        await list(last ? { room, after: last.seq } : { room, around: info.first_seq })
      }),
  }
}
