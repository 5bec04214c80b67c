import type { Message, Quote } from '../protocol.gen'
import type { Range } from './range'

/** What a reply shows of the message that it answers. */
export type Quoted = Pick<Quote, 'sender' | 'body' | 'erased'>

/** The message that one answers, and what it said then: it may not be loaded when this is shown. */
export interface Reply {
  readonly seq: number
  readonly sender: string
  readonly body: string
}

/** What the messages of a range answer outside of it, by its place. */
export type Quotes = Readonly<Record<number, Quote>>

export const NO_QUOTES: Quotes = {}

interface Quoting extends Pick<Range, 'messages'> {
  readonly quotes: Quotes
}

/** The server tells as much of a message. */
const QUOTE_LIMIT = 200

/** What is shown of the message at a place. Nothing if one may not see it, or if it is not kept any more. */
export function quotedIn(log: Quoting, seq: number): Quoted | undefined {
  return at(log, seq) ?? log.quotes[seq]
}

/** The quotes of a range, each in its newest state: as known before, as told now, or of a message that changed. */
export function quotesOf(
  range: Range,
  before: Quoting,
  told: readonly Quote[],
  said: readonly Message[],
  first: number,
): Quotes {
  const wanted = new Set<number>()
  for (const { reply_to } of range.messages) {
    if (reply_to != null && reply_to >= first && !at(range, reply_to)) wanted.add(reply_to)
  }
  if (wanted.size === 0) return NO_QUOTES
  const fallen = [...wanted].flatMap((seq) => at(before, seq) ?? [])
  const changed = [...fallen, ...said.filter(({ seq }) => wanted.has(seq))].map(quoteOf)
  const found: Record<number, Quote> = {}
  for (const quote of [...Object.values(before.quotes), ...told, ...changed]) {
    if (wanted.has(quote.seq) && quote.rev > (found[quote.seq]?.rev ?? -1)) found[quote.seq] = quote
  }
  return found
}

export function quoteOf({ seq, rev, sender, body, erased }: Message): Quote {
  // By characters, as the server counts: a string's own units would cut an emoji in two.
  const begin = [...body.slice(0, 2 * QUOTE_LIMIT)].slice(0, QUOTE_LIMIT).join('')
  return { seq, rev, sender, body: begin, ...(erased && { erased }) }
}

function at({ messages }: Pick<Range, 'messages'>, seq: number): Message | undefined {
  return messages[seq - (messages[0]?.seq ?? 0)]
}
