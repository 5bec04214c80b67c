import type { ListSaved, SavedPage } from '../../protocol.gen'

/** The server gives no more at a time. */
const MOST = 100

/** So many of one's saved messages, in as many pages as that takes. */
export async function readSaved(
  ask: (command: ListSaved) => Promise<SavedPage>,
  wanted: number,
): Promise<SavedPage> {
  let all = await ask({ limit: Math.min(MOST, wanted) })
  while (all.more && all.saved.length < wanted) {
    const before = all.saved.at(-1)?.save.since ?? null
    const page = await ask({ before, limit: Math.min(MOST, wanted - all.saved.length) })
    all = {
      saved: [...all.saved, ...page.saved],
      more: page.more,
      rooms: { ...all.rooms, ...page.rooms },
      people: { ...all.people, ...page.people },
    }
  }
  return all
}
