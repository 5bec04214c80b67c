import type { Held, Message } from '../../protocol.gen'
import type { OutboxItem } from '../../sync/outbox'
import type { RoomState } from '../../sync/state'
import { folded, goesOn, noticeOf, type ShownNotice } from '../notices/folding'

/** Messages of one person closer together than this stand under one name. */
const GROUP_MS = 5 * 60_000
const NOBODY = {}
const SETTLED = { item: null, held: null }

export interface MessageRow {
  readonly kind: 'message'
  /** The same before and after the server has it, so that pending and real are one row. */
  readonly key: string
  /** Its place; of several notices in one row, the last one's. */
  readonly seq: number | null
  /** The place of the first message that the row stands for. */
  readonly from: number | null
  readonly sender: string
  readonly body: string
  /** The place of the message that it answers. */
  readonly replyTo: number | null
  /** The people that the server found mentioned in it. */
  readonly mentions: NonNullable<Message['mentions']>
  readonly groups: NonNullable<Message['groups']>
  readonly wide: Message['wide']
  /** What the end of its text is a copy of. */
  readonly forwarded: Message['forwarded']
  /** What happened, in place of a text. */
  readonly notice: ShownNotice | null
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
  /** It waits for a moderator, or was dropped by one. */
  readonly held: Held | null
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
  held: readonly Held[] = [],
): Row[] {
  const mine = new Set<string>()
  const rows: Row[] = room.hasBefore ? [] : [{ kind: 'start', key: 'start' }]
  let before: { sender: string | null; at: Date } | null = null
  /** What the first loaded message begins is not whole: it is no row, as that is none. */
  let isCut = room.hasBefore
  type Said = Pick<
    MessageRow,
    Exclude<keyof MessageRow, 'kind' | 'at' | 'opensDay' | 'opensNews' | 'opensGroup'>
  >
  const push = (said: Said, at: Date) => {
    const opensDay = before === null || !sameDay(before.at, at)
    const opensNews = said.seq !== null && said.seq === firstUnread
    const speaker = said.notice === null ? said.sender : null
    const isLater = before !== null && speaker !== null && at.getTime() - before.at.getTime() > GROUP_MS
    const opensGroup = opensDay || opensNews || before?.sender !== speaker || isLater
    rows.push({ kind: 'message', ...said, at, opensDay, opensNews, opensGroup })
    before = { sender: speaker, at }
  }

  room.messages.forEach((message, index) => {
    const { seq, sender, body, reply_to: replyTo = null, erased = false, client_id } = message
    const { mentions = NOBODY, groups = NOBODY, wide = null, forwarded = null } = message
    const notice = noticeOf(message)
    const at = new Date(message.created_at)
    const editedAt = message.edited_at ? new Date(message.edited_at) : null
    const key = sender === me ? `c${client_id}` : `s${seq}`
    if (sender === me) mine.add(client_id)
    if (index === 0 && isCut) before = { sender: notice === null ? sender : null, at }
    else if (
      notice !== null &&
      before !== null &&
      seq !== firstUnread &&
      sameDay(before.at, at) &&
      goesOn(room.messages[index - 1], message)
    ) {
      const run = rows.at(-1)
      if (!isCut && run?.kind === 'message' && run.notice !== null)
        rows[rows.length - 1] = { ...run, seq, notice: folded(run.notice, notice) }
    } else {
      isCut = false
      const marks = { mentions, groups, wide, forwarded, notice, erased, editedAt }
      push({ key, seq, from: seq, sender, body, replyTo, ...marks, ...SETTLED }, at)
    }
  })
  if (!room.hasAfter) {
    const wait = (
      one: OutboxItem | Held,
      replyTo: number | null,
      at: string,
      how: Pick<Said, 'item' | 'held'>,
    ) => {
      const { client_id, body } = one
      if (mine.has(client_id)) return
      mine.add(client_id)
      const key = `c${client_id}`
      const unsaid = {
        seq: null,
        from: null,
        mentions: NOBODY,
        groups: NOBODY,
        wide: null,
        forwarded: null,
        notice: null,
        erased: false,
        editedAt: null,
      }
      push({ key, sender: me, body, replyTo, ...unsaid, ...how }, new Date(at))
    }
    const onTheirWay = new Set(outbox.map((item) => item.client_id))
    for (const one of held) {
      if (onTheirWay.has(one.client_id)) continue
      wait(one, one.reply_to ?? null, one.at, { item: null, held: one })
    }
    for (const item of outbox) wait(item, item.reply?.seq ?? null, item.created_at, { item, held: null })
  }
  return rows
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate()
}
