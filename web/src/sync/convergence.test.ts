// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type {
  Block,
  Card,
  Changes,
  Draft,
  Favourite,
  Held,
  Membership,
  Mention,
  Message,
  MessagePage,
  Mute,
  ReadPosition,
  Reminder,
  Room,
  RoomDetails,
  Scheduled,
  Section,
  SectionRoom,
  ServerFrame,
  Stay,
  Thing,
} from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply, isHole, withThread } from './apply'
import { kept, type Bounds } from './kept'
import { idIn, personLog, roomIn } from './logs'
import { unreadMentions } from './mentions'
import { heldOf, remindersOf, scheduledOf } from './ordered'
import { quotedIn, quoteOf } from './quotes'
import { rowsOf } from './rows'
import { NOTHING_KNOWN, openMembers, openMemberships, readPositionOf, roomOf, type SyncState } from './state'

/** A page says how many steps had been taken when it was asked for: what came since may be newer than the page. */
type Step =
  | { frame: ServerFrame }
  | { page: MessagePage; asked: number }
  | { details: RoomDetails }
  | { reconnect: true }
  | { thread: { place: string; log: string } }

type Placed = Extract<Thing, { readonly seq: number }>

interface ThreadSnapshot {
  head: number
  messages: Message[]
  about: Placed[]
  mine: Placed[]
}

/** What a client was sent, in order, and what a fresh snapshot said when it was over. */
interface History {
  client: { person: string }
  steps: Step[]
  expected: {
    rooms: Record<
      string,
      {
        head: number
        last_seq: number
        info: Room
        messages: Message[]
        members: Stay[]
        /** What there is about the messages: in the room's log, and in one's own. */
        about: Placed[]
        mine: Placed[]
        /** By their logs. Absent in what was recorded before there were threads. */
        threads?: Record<string, ThreadSnapshot>
      }
    >
    memberships: Membership[]
    reads: ReadPosition[]
    blocks?: Block[]
    /** Unread ones. */
    mentions?: Mention[]
    /** Absent in what was recorded before there were drafts. */
    drafts?: Draft[]
    favourites?: Favourite[]
    /** Absent in what was recorded before there were sections. */
    sections?: Section[]
    section_rooms?: SectionRoom[]
    mutes?: Mute[]
    /** Absent in what was recorded before these were there. */
    scheduled?: Scheduled[]
    reminders?: Reminder[]
    held?: Held[]
    /** Everybody who is named in it. */
    people: Record<string, Card>
  }
}

const SAMPLE = join(import.meta.dirname, 'testing/histories')
const recorded = process.env['PARLEY_HISTORIES'] ?? join(import.meta.dirname, '../../../.dev/histories')
const folders = process.env['PARLEY_HISTORIES'] || existsSync(recorded) ? [SAMPLE, recorded] : [SAMPLE]

function historiesIn(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (files.length === 0) {
    throw new Error(
      `No histories in ${folder}. Record them from a real server: pytest tests/test_convergence.py`,
    )
  }
  return files.map((name) => join(folder, name))
}

type Restart = (state: SyncState, number: number) => SyncState

/**
 * An empty page says that nothing lies beyond the place for which it was asked. A client that has kept less than the
 * recorder would have asked for another place.
 */
function isForMore(state: SyncState, { log, messages }: MessagePage): boolean {
  const range = state.logs[log]
  return messages.length === 0 && range !== undefined && range.messages.length > 0 && range.hasBefore
}

/** Exactly what the client does with what it is sent, without the clock and the network. */
function replay(history: History, restart: Restart, keepsLess: boolean): SyncState {
  return history.steps.reduce((before, step, number) => {
    const state = restart(before, number)
    if ('page' in step) {
      if (keepsLess && isForMore(state, step.page)) return state
      return applyAnswer(state, step.page, changesOf(step.page.log, history.steps.slice(step.asked, number)))
    }
    if ('details' in step) return applyAnswer(state, step.details)
    if ('reconnect' in step) return state
    if ('thread' in step) return withThread(state, step.thread.place, step.thread.log)
    // A recorder keeps what a client applied: a repaired hole is in it as its repair.
    if (step.frame.type === 'changes' && isHole(state, step.frame)) {
      throw new Error(`a hole before ${JSON.stringify(step.frame).slice(0, 200)}`)
    }
    return apply(state, step.frame)
  }, NOTHING_KNOWN)
}

/** Before this step nothing is under way, so that a browser may be closed and opened again. */
function isQuiet({ steps }: History, number: number): boolean {
  return number > 0 && steps.every((step, at) => at < number || !('page' in step) || step.asked >= number)
}

/** What a browser keeps, as a disk gives it back. */
function keptOnDisk(state: SyncState, bounds?: Bounds): SyncState {
  const rooms = Object.keys(state.logs).map(roomIn)
  return structuredClone(kept(state, rooms, bounds))
}

const LITTLE = 'with little kept between many visits'
const RESTARTS: Record<string, (history: History) => Restart> = {
  'in one visit': () => (state) => state,
  'in as many visits as possible': (history) => (state, number) =>
    isQuiet(history, number) ? keptOnDisk(state) : state,
  [LITTLE]: (history) => (state, number) =>
    isQuiet(history, number) && number % 3 === 0
      ? keptOnDisk(state, { rooms: 2, messages: 3, characters: 1_000, members: 2 })
      : state,
}

function changesOf(log: string, steps: readonly Step[]): Changes[] {
  return steps.flatMap((step) =>
    'frame' in step && step.frame.type === 'changes' && step.frame.log === log ? [step.frame] : [],
  )
}

/** Those that have not ended, as the fresh snapshot has them. */
function inOrder(things: readonly Placed[]): Placed[] {
  const order = ({ seq, thing, rev }: Placed) => [seq, thing, rev] as const
  return things
    .filter((thing) => !('until' in thing))
    .sort((a, b) => {
      const [one, other] = [order(a), order(b)]
      const at = one.findIndex((value, index) => value !== other[index])
      return at < 0 ? 0 : one[at]! < other[at]! ? -1 : 1
    })
}

const ownRows = (state: SyncState) => state.logs[personLog(state.me?.id ?? '')]?.rows ?? {}
const byPerson = (a: Stay, b: Stay) => (a.person < b.person ? -1 : 1)
const byRoom = <T extends { readonly room: string }>(rows: readonly T[]) =>
  [...rows].sort((a, b) => (a.room < b.room ? -1 : 1))

/** A thread that is open. */
function expectThread(state: SyncState, name: string, expected: ThreadSnapshot): void {
  const log = state.logs[name]
  if (!log || log.cursor === null) return
  expect(log.cursor).toBe(expected.head)
  const first = log.messages[0]?.seq ?? Infinity
  expect(log.messages).toEqual(expected.messages.filter(({ seq }) => seq >= first))
  const shown = new Set(log.messages.filter(({ erased }) => !erased).map(({ seq }) => seq))
  const isShown = ({ seq }: Placed) => shown.has(seq)
  const about = Object.values(log.about).flatMap((rows) => Object.values(rows).flatMap(Object.values))
  expect(inOrder(about)).toEqual(expected.about.filter(isShown))
  const own = (['reaction', 'vote'] as const).flatMap((kind) => Object.values(rowsOf(ownRows(state), kind)))
  const mine = own.filter(({ room }) => room === idIn(name))
  expect(inOrder(mine.filter(isShown))).toEqual(expected.mine.filter(isShown))
}

describe.each(folders)('snapshot + frames = a fresh snapshot (%s)', (folder) => {
  const visits = historiesIn(folder).flatMap((file) =>
    Object.keys(RESTARTS).map((how) => [file, how] as const),
  )
  it.each(visits)('%s %s', (file, how) => {
    const history = JSON.parse(readFileSync(file, 'utf8')) as History
    const state = replay(history, RESTARTS[how]!(history), how === LITTLE)
    expect(byRoom(openMemberships(state))).toEqual(history.expected.memberships)
    const reads = Object.keys(history.expected.rooms).flatMap((id) => readPositionOf(state, id) ?? [])
    expect(byRoom(reads)).toEqual(history.expected.reads)
    const own = state.logs[personLog(history.client.person)]
    const blocks = Object.values(rowsOf(own?.rows ?? {}, 'block')).filter(({ until }) => until == null)
    expect(blocks.toSorted((a, b) => (BigInt(a.person) < BigInt(b.person) ? -1 : 1))).toEqual(
      history.expected.blocks ?? [],
    )
    const mentions = unreadMentions({ sync: state, marks: {} }).toSorted((a, b) => a.since - b.since)
    expect(mentions).toEqual(history.expected.mentions ?? [])
    const drafts = Object.values(rowsOf(own?.rows ?? {}, 'draft')).filter(({ until }) => until == null)
    const order = ({ room, thread }: Draft) => `${room.padStart(20, '0')} ${String(thread).padStart(9, '0')}`
    expect(drafts.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual(history.expected.drafts ?? [])
    const favourites = Object.values(rowsOf(own?.rows ?? {}, 'favourite')).filter(
      ({ until }) => until == null,
    )
    expect(byRoom(favourites)).toEqual(history.expected.favourites ?? [])
    const sections = Object.values(rowsOf(own?.rows ?? {}, 'section')).filter(({ until }) => until == null)
    expect(sections.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(history.expected.sections ?? [])
    const placed = Object.values(rowsOf(own?.rows ?? {}, 'section_room')).filter(({ until }) => until == null)
    expect(byRoom(placed)).toEqual(history.expected.section_rooms ?? [])
    const mutes = Object.values(rowsOf(own?.rows ?? {}, 'mute')).filter(({ until }) => until == null)
    expect(byRoom(mutes)).toEqual(history.expected.mutes ?? [])
    expect(scheduledOf(state)).toEqual(history.expected.scheduled ?? [])
    expect(remindersOf(state)).toEqual(history.expected.reminders ?? [])
    expect(heldOf(state)).toEqual(history.expected.held ?? [])
    for (const [id, card] of Object.entries(history.expected.people)) {
      if (state.people[id]) expect(state.people[id]).toEqual(card)
    }

    for (const [id, expected] of Object.entries(history.expected.rooms)) {
      const room = roomOf(state, id)
      expect(room?.info).toEqual(expected.info)
      expect(room?.lastSeq).toBe(expected.last_seq)
      if (!room || room.cursor === null) continue
      expect(room.cursor).toBe(expected.head)
      const first = room.messages[0]?.seq ?? Infinity
      const last = room.hasAfter ? (room.messages.at(-1)?.seq ?? 0) : Infinity
      expect(room.messages).toEqual(expected.messages.filter(({ seq }) => seq >= first && seq <= last))
      if (!room.hasBefore && !room.hasAfter) expect(room.messages).toHaveLength(expected.messages.length)
      for (const { reply_to } of room.messages) {
        if (reply_to == null) continue
        const answered = expected.messages.find(({ seq }) => seq === reply_to)
        const { sender, body, erased } = quotedIn(room, reply_to) ?? {}
        const quote = answered && quoteOf(answered)
        // A message of the range is shown as it is, and cut where it is drawn.
        expect([sender, body?.slice(0, 200), erased]).toEqual([quote?.sender, quote?.body, quote?.erased])
      }
      const shown = new Set(room.messages.filter(({ erased }) => !erased).map(({ seq }) => seq))
      const isShown = ({ seq }: Placed) => shown.has(seq)
      const about = Object.values(room.about).flatMap((rows) => Object.values(rows).flatMap(Object.values))
      expect(inOrder(about)).toEqual(expected.about.filter(isShown))
      const own = (['reaction', 'vote', 'save', 'follow'] as const).flatMap((kind) =>
        Object.values(rowsOf(ownRows(state), kind)),
      )
      const mine = own.filter(({ room }) => room === id)
      expect(inOrder(mine.filter(isShown))).toEqual(expected.mine.filter(isShown))
      for (const [log, thread] of Object.entries(expected.threads ?? {})) expectThread(state, log, thread)
      if (room.membersComplete) expect(openMembers(room).sort(byPerson)).toEqual(expected.members)
    }
  })
})
