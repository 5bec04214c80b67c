import { useRef } from 'react'
import type { ServerFrame, ThreadPage } from '../../protocol.gen'
import { personLog } from '../../sync/logs'
import { muteOf } from '../../sync/muting'
import { openMemberships } from '../../sync/state'
import { useFresh } from '../pins/useFresh'
import { useClient, useClientState, useSignedIn } from '../session/context'

/** The threads that one follows, as many as are wanted, the one with the last reply first. Kept up to date. */
export function useInbox(wanted: () => number) {
  const client = useClient()
  const { me } = useSignedIn()
  const known = useRef<ThreadPage | null>(null)
  // What the server counts is another number as soon as a room is muted, or not any more.
  const muted = useClientState((state) =>
    openMemberships(state.sync)
      .map(({ room }) => room)
      .filter((room) => muteOf(state, room)?.level === 'nothing')
      .join(' '),
  )
  const inbox = useFresh<ThreadPage>(
    () => client.threads().then((threads) => readInbox(threads.list, wanted())),
    (frame) => changesInbox(frame, personLog(me.id), known.current),
    `${me.id} ${muted}`,
  )
  known.current = inbox.found
  return inbox
}

const PAGE = 30

/** As many threads as are wanted, a page at a time. */
export async function readInbox(
  list: (command: { before?: string | null; limit?: number }) => Promise<ThreadPage>,
  wanted: number,
): Promise<ThreadPage> {
  let whole = await list({ limit: PAGE })
  while (whole.next !== null && whole.threads.length < wanted) {
    const page = await list({ before: whole.next, limit: PAGE })
    // A thread that moved up meanwhile can be on both.
    const known = new Set(whole.threads.map(({ thread }) => thread.log))
    whole = {
      ...page,
      threads: [...whole.threads, ...page.threads.filter(({ thread }) => !known.has(thread.log))],
      rooms: { ...whole.rooms, ...page.rooms },
      people: { ...whole.people, ...page.people },
    }
  }
  return whole
}

/** Whether the list may be another after this frame: one follows or reads a thread, or something was said in one. */
export function changesInbox(frame: ServerFrame, own: string, known: ThreadPage | null): boolean {
  if (frame.type === 'gone' || frame.type === 'reset' || frame.type === 'welcome') return true
  if (frame.type !== 'changes') return false
  const things = frame.things ?? []
  if (frame.log === own) return things.some(({ thing }) => thing === 'follow' || thing === 'membership')
  return things.some(
    (thing) =>
      thing.thing === 'thread' && known?.threads.some((followed) => followed.thread.log === thing.log),
  )
}
