import type { Message } from '../../protocol.gen'
import type { OutboxItem } from '../../sync/outbox'
import type { RoomState } from '../../sync/state'

/** Messages of one person closer together than this stand under one name. */
const GROUP_MS = 5 * 60_000
const NOBODY = {}

export interface MessageRow {
  readonly kind: 'message'
  /** The same before and after the server has it, so that pending and real are one row. */
  readonly key: string
  readonly seq: number | null
  readonly sender: string
  readonly body: string
  /** The place of the message that it answers. */
  readonly replyTo: number | null
  /** The people that the server found mentioned in it. */
  readonly mentions: NonNullable<Message['mentions']>
  readonly wide: Message['wide']
  /** What the end of its text is a copy of. */
  readonly forwarded: Message['forwarded']
  /** It was deleted: there was a message, and nobody can read it any more. */
  readonly erased: boolean
  readonly at: Date
  /** When its text was last changed. */
  readonly editedAt: Date | null
  /** The first of its day. */
  readonly opensDay: boolean
  /** The first that the reader has not read. */
  readonly opensNews: boolean
  /** The first of its group: it shows who speaks. */
  readonly opensGroup: boolean
  /** On its way, for one's own. */
  readonly item: OutboxItem | null
}

export type Row = { readonly kind: 'start'; readonly key: 'start' } | MessageRow

/**
 * What a room shows, in order. While there is more before, the first loaded message is not a row yet: how a row looks
 * depends on the one before it, and no row may change when older ones come.
 */
export function buildRows(
  room: Pick<RoomState, 'messages' | 'hasBefore' | 'hasAfter'>,
  outbox: readonly OutboxItem[],
  me: string,
  firstUnread: number | null = null,
): Row[] {
  const mine = new Set<string>()
  const rows: Row[] = room.hasBefore ? [] : [{ kind: 'start', key: 'start' }]
  let before: { sender: string; at: Date } | null = null
  type Said = Pick<
    MessageRow,
    Exclude<keyof MessageRow, 'kind' | 'at' | 'opensDay' | 'opensNews' | 'opensGroup'>
  >
  const push = (said: Said, at: Date) => {
    const opensDay = before === null || !sameDay(before.at, at)
    const opensNews = said.seq !== null && said.seq === firstUnread
    const opensGroup =
      opensDay || opensNews || before?.sender !== said.sender || at.getTime() - before.at.getTime() > GROUP_MS
    rows.push({ kind: 'message', ...said, at, opensDay, opensNews, opensGroup })
    before = { sender: said.sender, at }
  }

  room.messages.forEach((message, index) => {
    const { seq, sender, body, reply_to: replyTo = null, erased = false, client_id } = message
    const { mentions = NOBODY, wide = null, forwarded = null } = message
    const at = new Date(message.created_at)
    const editedAt = message.edited_at ? new Date(message.edited_at) : null
    const key = sender === me ? `c${client_id}` : `s${seq}`
    if (sender === me) mine.add(client_id)
    if (index === 0 && room.hasBefore) before = { sender, at }
    else
      push({ key, seq, sender, body, replyTo, mentions, wide, forwarded, erased, editedAt, item: null }, at)
  })
  if (!room.hasAfter) {
    for (const item of outbox) {
      if (mine.has(item.client_id)) continue
      const { client_id, body } = item
      const waiting = {
        key: `c${client_id}`,
        seq: null,
        sender: me,
        body,
        replyTo: item.reply?.seq ?? null,
        mentions: NOBODY,
        wide: null,
        forwarded: null,
        erased: false,
        editedAt: null,
        item,
      }
      push(waiting, new Date(item.created_at))
    }
  }
  return rows
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate()
}
