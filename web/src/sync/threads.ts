import type { Follow, ListThreads, ThreadDetails, ThreadPage } from '../protocol.gen'
import type { Answer } from './answers'
import { applyOwn } from './answers'
import type { Api } from './api'
import { withOwnThings, withPeople, withThread, withoutThread } from './apply'
import type { Feed } from './feed'
import type { LogName } from './logs'
import { placeNamed, type Place } from './places'
import type { ClientStore } from './store'

const PAGE = 50
const AGAIN_MS = 1_000

/** Threads, as views ask for them. */
export interface Threads {
  /** The message that a thread is about, and what there is of the thread. */
  get(room: string, root: number): Promise<ThreadDetails>
  /** Reads the newest replies, and follows the thread's log from then on, until it is closed. */
  open(place: Place, log: LogName): Promise<void>
  close(place: Place): void
  before(place: Place): Promise<void>
  follow(room: string, root: number, isThere: boolean): Promise<Follow>
  mark(room: string, root: number, read: number): Promise<void>
  list(command: ListThreads): Promise<ThreadPage>
}

export function createThreads(api: Api, store: ClientStore, feed: Pick<Feed, 'takeAnswer'>): Threads {
  const under = new Map<string, Promise<void>>()
  const logOf = (place: Place) => {
    const { sync } = store.getState()
    const name = sync.threads[place]
    return name === undefined ? undefined : sync.logs[name]
  }
  const take = (own: Follow) => store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))

  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = under.get(key) ?? work().finally(() => under.delete(key))
    under.set(key, running)
    return running
  }

  /** A page that a new beginning of the log has overtaken is asked for again. */
  async function page(place: Place, log: LogName, edge: { readonly before?: number }): Promise<void> {
    const ask = (): Promise<Answer> =>
      api.call('message.list', { ...placeNamed(place), limit: PAGE, ...edge })
    while (!(await feed.takeAnswer(log, ask)) && logOf(place)) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }

  return {
    async get(room, root) {
      const details = await api.call('thread.get', { room, seq: root })
      const own = details.follow ? [details.follow] : []
      store.setState(({ sync }) => ({ sync: withPeople(withOwnThings(sync, own), details.people) }))
      return details
    },
    open: (place, log) =>
      once(`open ${place}`, async () => {
        store.setState(({ sync }) => ({ sync: withThread(sync, place, log) }))
        if (logOf(place)?.cursor === null) await page(place, log, {})
      }),
    close: (place) => store.setState(({ sync }) => ({ sync: withoutThread(sync, place) })),
    before: (place) =>
      once(`before ${place}`, async () => {
        const name = store.getState().sync.threads[place]
        const first = logOf(place)?.messages[0]
        if (name !== undefined && first) await page(place, name, { before: first.seq })
      }),
    async follow(room, root, isThere) {
      const own = await api.call(isThere ? 'thread.follow' : 'thread.unfollow', { room, seq: root })
      take(own)
      return own
    },
    async mark(room, root, read) {
      take(await api.call('thread.mark', { room, seq: root, read }))
    },
    list: (command) => api.call('thread.list', command),
  }
}
