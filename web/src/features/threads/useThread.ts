import { useEffect, useState } from 'react'
import type { Message, ServerFrame, Thread, ThreadDetails } from '../../protocol.gen'
import type { LogState } from '../../sync/log'
import { roomLog } from '../../sync/logs'
import { threadPlace } from '../../sync/places'
import type { RoomState } from '../../sync/state'
import { useFresh } from '../pins/useFresh'
import { useClient, useClientState } from '../session/context'
import { threadOf } from './known'

export interface OpenThread {
  /** The message that it is about: as its room shows it, or as it was when it was asked for. */
  readonly root: Message | undefined
  readonly summary: Thread | null
  /** Undefined as long as nobody has replied. */
  readonly log: LogState | undefined
  /** Whether all that there is to know to show it is known. */
  readonly isKnown: boolean
  readonly error: Error | null
  load(): void
}

/** Follows a thread's log for as long as it is shown. */
export function useThread(room: RoomState, root: number): OpenThread {
  const client = useClient()
  const { id } = room.info
  const place = threadPlace(id, root)
  const { found, error, load } = useFresh<ThreadDetails>(
    () => client.threads().then((threads) => threads.get(id, root)),
    (frame) => changesThread(frame, id, root),
    place,
  )
  const loaded = room.messages[root - (room.messages[0]?.seq ?? 0)]
  const told = useClientState(({ sync }) => threadOf(sync, id, root))
  const open = useClientState(({ sync }) => sync.threads[place])
  const log = useClientState(({ sync }) => sync.logs[sync.threads[place] ?? ''])
  const summary = told ?? found?.thread ?? null
  const name = open ?? summary?.log
  const isUnread = log === undefined || log.cursor === null

  useEffect(() => {
    client.watchThread(place)
    return () => {
      client.watchThread(null)
      void client.threads().then((threads) => threads.close(place))
    }
  }, [client, place])
  useEffect(() => {
    if (name !== undefined && isUnread) {
      client
        .threads()
        .then((threads) => threads.open(place, name))
        .catch(load)
    }
  }, [client, place, name, isUnread, load])

  const isRead = found !== null && (name === undefined || !isUnread)
  // What is shown stays: the first reply makes a log that is yet to be read, and somebody may be writing the second.
  const [isKnown, setKnown] = useState(isRead)
  if (isRead && !isKnown) setKnown(true)
  return { root: loaded ?? found?.root, summary, log, isKnown, error, load }
}

/** Whether what was asked of a thread may be another after this frame: of its root, or the first that is said of it. */
function changesThread(frame: ServerFrame, room: string, root: number): boolean {
  if (frame.type === 'reset') return frame.log === roomLog(room)
  if (frame.type !== 'changes' || frame.log !== roomLog(room)) return false
  return (frame.things ?? []).some(
    (thing) => (thing.thing === 'message' || thing.thing === 'thread') && thing.seq === root,
  )
}
