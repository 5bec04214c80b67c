import type { Origin, Sent } from '../protocol.gen'
import type { Api } from './api'
import { placeNamed, type Place } from './places'

/** What is asked about within so many milliseconds is asked in one request. */
const GATHERED_MS = 20
/** As many as one request can ask about. */
const MOST = 50
/** Somebody may join the room that a message comes from, or leave it: then another answer is right. */
const FRESH_MS = 60_000

export interface Forwarding {
  forward(place: Place, seq: number, to: string, note: string, client_id: string): Promise<void>
  /** Where a forwarded message of a room comes from. Null for people who may not read the original. */
  origin(room: string, seq: number): Promise<Origin | null>
}

interface Known {
  readonly at: number
  readonly origin: Promise<Origin | null>
}

interface Waiting {
  resolve(origin: Origin | null): void
  reject(why: unknown): void
}

export function createForwarding(
  api: Pick<Api, 'call'>,
  landed: (place: Place, sent: Sent) => void,
  now: () => number,
): Forwarding {
  const known = new Map<string, Known>()
  const waiting = new Map<string, Map<number, Waiting>>()

  async function ask(room: string): Promise<void> {
    const all = [...(waiting.get(room) ?? [])]
    waiting.delete(room)
    for (let at = 0; at < all.length; at += MOST) {
      const some = all.slice(at, at + MOST)
      try {
        const { origins } = await api.call('message.origins', { room, seqs: some.map(([seq]) => seq) })
        for (const [seq, { resolve }] of some) resolve(origins.find((one) => one.seq === seq) ?? null)
      } catch (error) {
        for (const [seq, { reject }] of some) {
          known.delete(`${room} ${seq}`)
          reject(error)
        }
      }
    }
  }

  return {
    async forward(place, seq, to, note, client_id) {
      const { room, thread } = placeNamed(place)
      const source = { source_room: room, source_seq: seq, source_thread: thread ?? null }
      const sent = await api.call('message.forward', { room: to, client_id, ...source, note })
      landed(to, sent)
    },
    origin(room, seq) {
      const key = `${room} ${seq}`
      const before = known.get(key)
      if (before && now() - before.at < FRESH_MS) return before.origin
      const origin = new Promise<Origin | null>((resolve, reject) => {
        if (!waiting.has(room)) setTimeout(() => void ask(room), GATHERED_MS)
        waiting.set(room, (waiting.get(room) ?? new Map<number, Waiting>()).set(seq, { resolve, reject }))
      })
      known.set(key, { at: now(), origin })
      return origin
    },
  }
}
