import type { Message } from '../protocol.gen'

/** Listening makes a range no longer than this; what falls out can be had again as a page. */
export const KEPT = 2_000

/** A run of a room's messages without holes, and whether there is more on either side of it. */
export interface Range {
  readonly messages: readonly Message[]
  readonly hasBefore: boolean
  readonly hasAfter: boolean
}

/** Takes in changed messages: those inside the range by the higher `rev`, new ones only at an end that is the newest. */
export function upsert(range: Range, incoming: readonly Message[]): Range {
  // The same messages when none has changed: what shows them then has nothing to draw.
  if (incoming.length === 0) return only(range)
  const messages = [...range.messages]
  let hasAfter = range.hasAfter
  for (const message of [...incoming].sort((a, b) => a.seq - b.seq)) {
    const first = messages[0]
    const last = messages[messages.length - 1]
    if (!first || !last) {
      if (!hasAfter) messages.push(message)
      continue
    }
    const known = messages[message.seq - first.seq]
    if (known) {
      if (message.rev > known.rev) messages[message.seq - first.seq] = message
    } else if (message.seq === last.seq + 1 && !hasAfter) {
      messages.push(message)
    } else if (message.seq > last.seq) {
      hasAfter = true
    }
  }
  return { messages, hasBefore: range.hasBefore, hasAfter }
}

/**
 * The range after listening. While its reader follows the newest message, the oldest fall out. For one further up none
 * does: beyond as many again, which spares them a page a message, what is new stays outside until they come down to it.
 */
export function bounded(range: Range, before: Range, readerIsUp: boolean): Range {
  const { messages } = range
  const most = readerIsUp ? Math.max(2 * KEPT, before.messages.length) : KEPT
  if (messages.length <= most) return range
  return readerIsUp
    ? { messages: messages.slice(0, most), hasBefore: range.hasBefore, hasAfter: true }
    : { messages: messages.slice(-most), hasBefore: true, hasAfter: range.hasAfter }
}

/**
 * Whether something is missing between the newest message and those said after it, in a room that shows all from `begin`
 * on. One erased meanwhile stands later in the log: told in stretches, it comes after what was said after it.
 */
export function leavesHole(range: Range, incoming: readonly Message[], begin: number): boolean {
  const last = range.messages.at(-1)?.seq ?? 0
  const place = Math.max(begin, last + 1)
  // A set: what one commit said and erased stands in its frame twice.
  const said = new Set(incoming.map(({ seq }) => seq).filter((seq) => seq >= place))
  return !range.hasAfter && [...said].sort((a, b) => a - b).some((seq, at) => seq !== place + at)
}

/** The range without what is before this place, which is not kept any more. */
export function fromPlace(range: Range, first: number): Range {
  if (range.messages.length === 0 || firstSeq(range) > first) return range
  if (firstSeq(range) === first && !range.hasBefore) return range
  const messages = range.messages.filter(({ seq }) => seq >= first)
  return { messages, hasBefore: false, hasAfter: range.hasAfter }
}

/** Joins a page to the range where they touch; a page that lies apart takes the range's place. */
export function join(range: Range, page: Range & { readonly head: number }, first: number): Range {
  const kept = fromPlace(page, first)
  // All of it has been dropped since it was read: that says nothing of a range, which is from after it.
  const isGone = kept.messages.length < page.messages.length && kept.messages.length === 0
  return isGone && range.messages.length > 0 ? range : joined(range, kept, page.head)
}

function joined(range: Range, page: Range, head: number): Range {
  if (range.messages.length === 0) return page
  if (page.messages.length === 0) {
    // Two pages can be under way. An empty one that was read earlier knows nothing of what was said since.
    const isOlder = (range.messages[0]?.rev ?? 0) > head
    return {
      messages: range.messages,
      hasBefore: range.hasBefore && (page.hasBefore || isOlder),
      hasAfter: range.hasAfter && page.hasAfter,
    }
  }
  if (firstSeq(page) > lastSeq(range) + 1 || lastSeq(page) < firstSeq(range) - 1) return page
  const rows = new Map(range.messages.map((message) => [message.seq, message]))
  for (const message of page.messages) {
    const known = rows.get(message.seq)
    if (!known || message.rev > known.rev) rows.set(message.seq, message)
  }
  return {
    messages: [...rows.values()].sort((a, b) => a.seq - b.seq),
    hasBefore: atEdge(firstSeq(range) - firstSeq(page), range.hasBefore, page.hasBefore),
    hasAfter: atEdge(lastSeq(page) - lastSeq(range), range.hasAfter, page.hasAfter),
  }
}

/** Whose word counts about what lies beyond: the one that reaches further, or both if they end alike. */
function atEdge(pageReachesFurtherBy: number, range: boolean, page: boolean): boolean {
  if (pageReachesFurtherBy > 0) return page
  return pageReachesFurtherBy < 0 ? range : range && page
}

/** A log is a range too: without what else there is in it. */
function only({ messages, hasBefore, hasAfter }: Range): Range {
  return { messages, hasBefore, hasAfter }
}

function firstSeq(range: Range): number {
  return range.messages[0]?.seq ?? 0
}

function lastSeq(range: Range): number {
  return range.messages[range.messages.length - 1]?.seq ?? 0
}
