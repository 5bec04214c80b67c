import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Synced } from './drafts'
import type { Place } from './places'
import type { Reply } from './quotes'
import type { Mark } from './reads'

/** A message on its way, as it is kept until the server has it. */
export interface Unsent {
  readonly client_id: string
  /** Where it is said, a room or a thread in it. */
  readonly room: Place
  readonly body: string
  /** Absent in what an earlier version kept. */
  readonly reply?: Reply | null
  /** It is said in a thread and in its room. */
  readonly also?: boolean
  readonly created_at: string
  /** Why it was refused for good. It then waits for its writer, and holds nobody behind it. */
  readonly failed: string | null
}

/** What this browser keeps for one person between visits. */
export interface Shelf {
  /** Keeps it, and says its place in the order of sending. */
  add(unsent: Unsent): Promise<number>
  replace(unsent: Unsent & { readonly order: number }): Promise<void>
  remove(order: number): Promise<void>
  unsent(): Promise<(Unsent & { readonly order: number })[]>

  writeNote<K extends keyof Notes>(kind: K, room: string, note: Notes[K] | null): Promise<void>
  notes<K extends keyof Notes>(kind: K): Promise<Record<string, Notes[K]>>

  /** Forgets everything, for the next person at this browser. */
  wipe(): Promise<void>
}

/**
 * Small things kept per room: the text not sent yet, what it answers, what the server knows of it, and how far it was
 * read while the server could not be told.
 */
export interface Notes {
  drafts: string
  replies: Reply
  synced: Synced
  marks: Mark
}

interface Schema extends DBSchema {
  outbox: { key: number; value: Unsent }
  drafts: { key: string; value: string }
  replies: { key: string; value: Reply }
  synced: { key: string; value: Synced }
  marks: { key: string; value: Mark }
}

const nameFor = (person: string) => `parley-${person}`

export async function openShelf(person: string): Promise<Shelf> {
  try {
    return onDisk(person, await open(person))
  } catch {
    // Some private windows forbid it. What is written then lives as long as the page.
    return inMemory()
  }
}

function open(person: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(nameFor(person), 4, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore('outbox', { autoIncrement: true })
        db.createObjectStore('drafts')
      }
      // What 1 kept in `seen` is the server's to know now; it goes with the rest when somebody signs out.
      if (before < 2) db.createObjectStore('marks')
      if (before < 3) db.createObjectStore('replies')
      db.createObjectStore('synced')
    },
    // Another tab signs out and wipes: let it.
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
    },
  })
}

function onDisk(person: string, db: IDBPDatabase<Schema>): Shelf {
  return {
    async add(unsent) {
      const tx = db.transaction('outbox', 'readwrite')
      const order = tx.store.add(unsent)
      // By itself it would commit only after telling this page of the request, and a page that is being closed hears
      // nothing any more: of messages written right before, every second last one was seen to be lost.
      tx.commit()
      const [place] = await Promise.all([order, tx.done])
      return place
    },
    async replace({ order, ...unsent }) {
      await db.put('outbox', unsent, order)
    },
    remove: (order) => db.delete('outbox', order),
    async unsent() {
      const tx = db.transaction('outbox')
      const [orders, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()])
      return values.map((value, at) => ({ ...value, order: orders[at]! }))
    },
    async writeNote(kind, room, note) {
      if (note === null) await db.delete(kind, room)
      else await db.put(kind, note, room)
    },
    async notes<K extends keyof Notes>(kind: K) {
      const tx = db.transaction(kind)
      const [rooms, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()])
      return Object.fromEntries(rooms.map((room, at) => [room, values[at] as Notes[K]]))
    },
    async wipe() {
      db.close()
      await deleteDB(nameFor(person))
    },
  }
}

export function inMemory(): Shelf {
  const outbox = new Map<number, Unsent>()
  const notes: { [K in keyof Notes]: Map<string, Notes[K]> } = {
    drafts: new Map(),
    replies: new Map(),
    synced: new Map(),
    marks: new Map(),
  }
  let last = 0
  return {
    async add(unsent) {
      outbox.set(++last, unsent)
      return last
    },
    async replace({ order, ...unsent }) {
      outbox.set(order, unsent)
    },
    async remove(order) {
      outbox.delete(order)
    },
    async unsent() {
      return [...outbox].map(([order, unsent]) => ({ ...unsent, order }))
    },
    async writeNote(kind, room, note) {
      if (note === null) notes[kind].delete(room)
      else notes[kind].set(room, note)
    },
    async notes(kind) {
      return Object.fromEntries(notes[kind])
    },
    async wipe() {
      outbox.clear()
      notes.drafts.clear()
      notes.replies.clear()
      notes.synced.clear()
      notes.marks.clear()
    },
  }
}
