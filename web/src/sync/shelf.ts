import { answered, finished, openDatabase, removeDatabase } from './database'
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

const nameFor = (person: string) => `parley-${person}`

export async function openShelf(person: string): Promise<Shelf> {
  try {
    return onDisk(person, await open(person))
  } catch {
    // Some private windows forbid it. What is written then lives as long as the page.
    return inMemory()
  }
}

function open(person: string): Promise<IDBDatabase> {
  return openDatabase(nameFor(person), 4, {
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
  })
}

type StoreName = 'outbox' | keyof Notes

function onDisk(person: string, db: IDBDatabase): Shelf {
  const change = async (name: StoreName, work: (store: IDBObjectStore) => void) => {
    const tx = db.transaction(name, 'readwrite')
    work(tx.objectStore(name))
    await finished(tx)
  }
  const all = async <K extends IDBValidKey, T>(name: StoreName): Promise<[K, T][]> => {
    const store = db.transaction(name).objectStore(name)
    const [keys, values] = await Promise.all([
      answered(store.getAllKeys()) as Promise<K[]>,
      answered<T[]>(store.getAll()),
    ])
    return keys.map((key, at) => [key, values[at]!])
  }
  return {
    async add(unsent) {
      const tx = db.transaction('outbox', 'readwrite')
      const order = answered(tx.objectStore('outbox').add(unsent) as IDBRequest<number>)
      // By itself it would commit only after telling this page of the request, and a page that is being closed hears
      // nothing any more: of messages written right before, every second last one was seen to be lost.
      tx.commit()
      const [place] = await Promise.all([order, finished(tx)])
      return place
    },
    replace: ({ order, ...unsent }) => change('outbox', (store) => store.put(unsent, order)),
    remove: (order) => change('outbox', (store) => store.delete(order)),
    unsent: async () =>
      (await all<number, Unsent>('outbox')).map(([order, unsent]) => ({ ...unsent, order })),
    writeNote: (kind, room, note) =>
      change(kind, (store) => (note === null ? store.delete(room) : store.put(note, room))),
    notes: async <K extends keyof Notes>(kind: K) => Object.fromEntries(await all<string, Notes[K]>(kind)),
    async wipe() {
      db.close()
      await removeDatabase(nameFor(person))
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
