import type { Notes, Shelf } from './shelf'

/** What fails is mostly a full or a busy disk: trying at once would find it so again. */
const AGAIN_MS = 1_000

/** Keeps the last value per room on the shelf, one write at a time: typing is faster than a disk. */
export function createNoteKeeper<K extends keyof Notes>(shelf: Shelf, kind: K, stopped: AbortSignal) {
  const waiting = new Map<string, Notes[K] | null>()
  let writing = false

  async function drain(): Promise<void> {
    if (writing) return
    writing = true
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const [room, note] = next.value
      waiting.delete(room)
      if (await write(room, note)) continue
      // Behind the others, unless there is a newer value by now.
      if (!waiting.has(room)) waiting.set(room, note)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      // A shelf that was wiped refuses for ever.
      if (stopped.aborted) waiting.clear()
    }
    writing = false
  }

  const write = (room: string, note: Notes[K] | null): Promise<boolean> =>
    shelf.writeNote(kind, room, note).then(
      () => true,
      () => false,
    )

  return (room: string, note: Notes[K] | null): void => {
    waiting.set(room, note)
    void drain()
  }
}
