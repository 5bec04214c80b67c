import type { Notes, Shelf } from './shelf'

/** Keeps the last value per room on the shelf, one write at a time: typing is faster than a disk. */
export function createNoteKeeper<K extends keyof Notes>(shelf: Shelf, kind: K) {
  const waiting = new Map<string, Notes[K] | null>()
  let writing = false

  async function drain(): Promise<void> {
    if (writing) return
    writing = true
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const [room, note] = next.value
      waiting.delete(room)
      await shelf.writeNote(kind, room, note)
    }
    writing = false
  }

  return (room: string, note: Notes[K] | null): void => {
    waiting.set(room, note)
    void drain()
  }
}
