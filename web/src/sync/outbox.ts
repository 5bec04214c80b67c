import type { SendMessage, Sent } from '../protocol.gen'
import { backoff } from './connection'
import { Refusal, Unreachable } from './errors'
import { placeNamed, type Place } from './places'
import type { Reply } from './quotes'
import type { Shelf, Unsent } from './shelf'
import { within } from './within'

export interface OutboxItem extends Unsent {
  /** Its place in the order of sending; null for the moment until it is kept. */
  readonly order: number | null
  /** Where it has landed. It stays until the room's own log has brought it. */
  readonly sent: Sent | null
}

/** What tabs tell each other about their shared outbox. */
export type OutboxNews = { readonly item: OutboxItem } | { readonly removed: string }

/** Above every place that a shelf gives. */
const FIRST_UNKEPT = 2 ** 52
/** A disk that takes longer is one that does not answer: some browsers' do that. */
const KEEPING_MS = 5_000

export interface OutboxDeps {
  shelf: Shelf
  send: (command: SendMessage) => Promise<Sent>
  live: () => boolean
  publish: (items: readonly OutboxItem[]) => void
  tell: (news: OutboxNews) => void
  now: () => Date
  random: () => number
}

/**
 * Messages on their way, first in first out per place, a room or a thread in it, one unanswered each. Every tab shows them; one of them sends
 * (`lead`), and because a `client_id` is answered the same twice, even two that sent would not make two messages.
 */
export class Outbox {
  private items: readonly OutboxItem[] = []
  private leads = false
  private readonly busy = new Set<string>()
  private nextUnkept = FIRST_UNKEPT

  constructor(private readonly deps: OutboxDeps) {}

  async load(): Promise<void> {
    const kept = await this.deps.shelf.unsent()
    const known = new Set(this.items.map((item) => item.client_id))
    for (const unsent of kept) {
      if (!known.has(unsent.client_id)) this.put({ ...unsent, sent: null })
    }
  }

  /** From now on it is this tab that sends. */
  async lead(): Promise<void> {
    await this.load()
    this.leads = true
    this.wake()
  }

  /** Shows the message at once, and sends it once it is kept. */
  async add(
    place: Place,
    client_id: string,
    body: string,
    reply: Reply | null = null,
    also = false,
  ): Promise<void> {
    const created_at = this.deps.now().toISOString()
    const unsent: Unsent = {
      client_id,
      room: place,
      body,
      reply,
      created_at,
      failed: null,
      ...(also && { also }),
    }
    this.put({ ...unsent, order: null, sent: null })
    // A full, forbidden or silent disk is no reason not to send: then it lives as long as the page. What such a disk
    // still keeps behind our back is sent once more after a reload, and is then the same message.
    const order = await within(KEEPING_MS, this.deps.shelf.add(unsent)).catch(() => this.nextUnkept++)
    await this.keep({ ...unsent, order, sent: null })
  }

  async retry(client_id: string): Promise<void> {
    const item = this.find(client_id)
    if (item?.failed) await this.rewrite({ ...item, failed: null })
  }

  /** Takes a failed message back. */
  async remove(client_id: string): Promise<Unsent | null> {
    const item = this.find(client_id)
    if (!item?.failed) return null
    await this.forget(item)
    return item
  }

  /** The connection is there (again). */
  wake(): void {
    for (const room of new Set(this.items.map((item) => item.room))) void this.pump(room)
  }

  /** The server has gone back to a backup: what it answered may be gone, and the same `client_id` cannot come twice. */
  sendAgain(): void {
    for (const item of this.items) {
      if (item.sent) this.put({ ...item, sent: null })
    }
    this.wake()
  }

  /** Another tab has changed something. */
  hear(news: OutboxNews): void {
    if ('removed' in news) {
      this.drop(news.removed)
    } else {
      this.put(news.item)
      void this.pump(news.item.room)
    }
  }

  /** Drops the messages that the room's own log has brought. */
  settle(cursorOf: (room: string) => number | null | undefined): void {
    const left = this.items.filter(({ room, sent }) => {
      const cursor = cursorOf(room)
      return !sent || cursor === null || (cursor !== undefined && cursor < sent.rev)
    })
    if (left.length < this.items.length) this.show(left)
  }

  private async pump(room: string): Promise<void> {
    if (!this.leads || this.busy.has(room)) return
    this.busy.add(room)
    let refusals = 0
    try {
      for (let item = this.next(room); item && this.deps.live(); item = this.next(room)) {
        const wait = await this.attempt(item, () => backoff(refusals++, this.deps.random))
        if (wait === null) refusals = 0
        else await new Promise((resolve) => setTimeout(resolve, wait))
      }
    } finally {
      this.busy.delete(room)
    }
  }

  /** Sends one, and says how long to hold back before the next try; null when this one is done with. */
  private async attempt(item: OutboxItem, backedOff: () => number): Promise<number | null> {
    try {
      const { room: place, client_id, body, reply, also } = item
      const more = { ...(reply && { reply_to: reply.seq }), ...(also && { also_in_room: true }) }
      const command = { ...placeNamed(place), client_id, body, ...more }
      await this.landed(item, await this.deps.send(command))
      return null
    } catch (error) {
      if (error instanceof Unreachable) return backedOff()
      if (!(error instanceof Refusal)) throw error
      // Without a session the socket closes, and comes back with another one or not at all.
      if (error.retryable || error.code === 'unauthenticated') return error.retryAfterMs ?? backedOff()
      // The server keeps it now, and tells all of one's devices what becomes of it.
      if (error.code === 'held') await this.forget(item)
      else await this.rewrite({ ...item, failed: error.message })
      return null
    }
  }

  private next(room: string): OutboxItem | undefined {
    return this.items.find((item) => item.room === room && !item.failed && !item.sent && item.order !== null)
  }

  private async landed(item: OutboxItem, sent: Sent): Promise<void> {
    const landed = { ...item, sent }
    this.put(landed)
    this.deps.tell({ item: landed })
    await this.clear(item)
  }

  private async rewrite(item: OutboxItem): Promise<void> {
    const { sent: _sent, order, ...unsent } = item
    if (order !== null) await this.deps.shelf.replace({ ...unsent, order }).catch(() => undefined)
    await this.keep(item)
  }

  private async keep(item: OutboxItem): Promise<void> {
    this.put(item)
    this.deps.tell({ item })
    void this.pump(item.room)
  }

  private async forget(item: OutboxItem): Promise<void> {
    this.drop(item.client_id)
    this.deps.tell({ removed: item.client_id })
    await this.clear(item)
  }

  /** What stays on a disk that fails is sent again after a reload, and is then the same message. */
  private async clear({ order }: OutboxItem): Promise<void> {
    if (order !== null) await this.deps.shelf.remove(order).catch(() => undefined)
  }

  private find(client_id: string): OutboxItem | undefined {
    return this.items.find((item) => item.client_id === client_id)
  }

  private put(item: OutboxItem): void {
    const others = this.items.filter((other) => other.client_id !== item.client_id)
    this.show([...others, item].sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || 0))
  }

  private drop(client_id: string): void {
    this.show(this.items.filter((item) => item.client_id !== client_id))
  }

  private show(items: readonly OutboxItem[]): void {
    this.items = items
    this.deps.publish(items)
  }
}
