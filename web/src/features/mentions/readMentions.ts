import type { ListMentions, MentionPage } from '../../protocol.gen'

/** The server gives no more at a time. */
const MOST = 100

/** So many of the messages that mention one, in as many pages as that takes. */
export async function readMentions(
  ask: (command: ListMentions) => Promise<MentionPage>,
  wanted: number,
): Promise<MentionPage> {
  let all = await ask({ limit: Math.min(MOST, wanted) })
  while (all.more && all.mentions.length < wanted) {
    const before = all.mentions.at(-1)?.mention.since ?? null
    const page = await ask({ before, limit: Math.min(MOST, wanted - all.mentions.length) })
    all = {
      ...page,
      mentions: [...all.mentions, ...page.mentions],
      rooms: { ...all.rooms, ...page.rooms },
      people: { ...all.people, ...page.people },
    }
  }
  return all
}
