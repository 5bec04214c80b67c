import type { Draft, PutDraft } from '../protocol.gen'
import type { Api } from './api'
import { withOwnThings } from './apply'
import type { Drafting } from './drafting'
import type { Synced, Writing } from './drafts'
import { personLog } from './logs'
import { createNoteKeeper } from './notes'
import { logAt, placeNamed, type Place } from './places'
import { quotedIn, type Reply } from './quotes'
import { createReplying, type Replying } from './replying'
import type { Shelf } from './shelf'
import type { SyncState } from './state'
import type { ClientStore } from './store'

export interface WritingDeps {
  store: ClientStore
  shelf: Shelf
  api: Api
  put: (command: PutDraft) => Promise<Draft>
  live: () => boolean
  stopped: AbortSignal
}

/** What somebody writes and has not sent: in the store for the page, on the shelf for the next visit, and on the server. */
export interface Writable extends Pick<Replying, 'replyTo'> {
  writeDraft(place: Place, text: string): void
  /** Whether the server has the draft, and with it one's other devices. */
  isDraftKnown(place: Place): boolean
  /** The page may go away: drafts go to the server now. */
  flushDrafts(): void
}

interface WritingHere extends Writable, Replying {
  /** Reads what the last visit left. */
  begin(): Promise<void>
  /** The connection is there (again). */
  wake(): void
}

export function createWriting({ store, shelf, api, put, live, stopped }: WritingDeps): WritingHere {
  const keepText = createNoteKeeper(shelf, 'drafts', stopped)
  const replying = createReplying(store, createNoteKeeper(shelf, 'replies', stopped))
  /** Loaded once the page has begun: nothing on the first screen waits for it. */
  let drafting: Drafting | undefined

  async function loadDrafting(synced: Readonly<Record<Place, Synced>>): Promise<void> {
    const { Drafting } = await import('./drafting')
    if (stopped.aborted) return
    drafting = new Drafting({
      read: store.getState,
      show,
      keep: createNoteKeeper(shelf, 'synced', stopped),
      put,
      take: (draft) => store.setState(({ sync }) => ({ sync: withOwnThings(sync, [draft]) })),
      live,
    })
    drafting.begin(synced)
    store.subscribe(({ sync }, before) => {
      if (ownRows(sync) !== ownRows(before.sync)) drafting?.heard()
    })
    stopped.addEventListener('abort', () => drafting?.stop())
    drafting.wake()
  }

  function setText(place: Place, text: string): void {
    store.setState(({ drafts }) => ({ drafts: { ...drafts, [place]: text } }))
    keepText(place, text === '' ? null : text)
  }

  function show(place: Place, { text, reply }: Writing): void {
    setText(place, text)
    const known = store.getState().replies[place]
    if (reply === null) {
      if (known) replying.replyTo(place, null)
    } else if (known?.seq !== reply) {
      replying.replyTo(place, {
        seq: reply,
        sender: '',
        body: '',
        ...quoted(store.getState().sync, place, reply),
      })
      if (store.getState().replies[place]?.sender === '') void lookUp(place, reply)
    }
  }

  /** What a draft answers may not be loaded here. Without it, or once it is deleted, the text answers nothing. */
  async function lookUp(place: Place, seq: number): Promise<void> {
    const command = { ...placeNamed(place), around: seq, limit: 1 }
    const page = await api.call('message.list', command).catch(() => null)
    if (!page || store.getState().replies[place]?.seq !== seq) return
    const [said] = page.messages.filter((message) => message.seq === seq && !message.erased)
    const { sender = '', body = '' } = said ?? {}
    replying.replyTo(place, said ? { seq, sender, body: body.slice(0, 500) } : null)
    drafting?.wrote(place)
  }

  return {
    async begin() {
      const kept = [shelf.notes('drafts'), shelf.notes('replies'), shelf.notes('synced')] as const
      const [drafts, replies, synced] = await Promise.all(kept)
      store.setState({ drafts, replies })
      // Where it cannot be loaded, drafts stay in this browser until the next visit.
      loadDrafting(synced).catch(() => undefined)
    },
    writeDraft(place, text) {
      setText(place, text)
      drafting?.wrote(place)
    },
    replyTo(place: Place, reply: Reply | null) {
      replying.replyTo(place, reply)
      drafting?.wrote(place)
    },
    take: replying.take,
    isDraftKnown: (place) => drafting?.isKnown(place) ?? false,
    flushDrafts: () => drafting?.flush(),
    wake: () => drafting?.wake(),
  }
}

/** The drafts and the memberships of one's own log are the same rows for as long as nothing in the log has changed. */
function ownRows({ me, logs }: SyncState): unknown {
  return me ? logs[personLog(me.id)]?.rows : undefined
}

function quoted(sync: SyncState, place: Place, seq: number): Pick<Reply, 'sender' | 'body'> | undefined {
  const log = sync.logs[logAt(sync, place)]
  return log && quotedIn(log, seq)
}
