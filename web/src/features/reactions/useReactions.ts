import { useMemo } from 'react'
import { personLog, roomLog } from '../../sync/logs'
import { reactionsTo, type ShownReaction } from '../../sync/reactions'
import { rowsOf } from '../../sync/rows'
import { useClient, useClientState, useSignedIn } from '../session/context'

/** The reactions to show under a message. Changes with its tallies and with the reader's own reactions. */
export function useReactions(room: string, seq: number): ShownReaction[] {
  const client = useClient()
  const { me } = useSignedIn()
  const about = useClientState(({ sync }) => sync.logs[roomLog(room)]?.about[seq])
  const own = useClientState(({ sync }) => rowsOf(sync.logs[personLog(me.id)]?.rows ?? {}, 'reaction'))
  const wishes = useClientState((state) => state.wishes)
  return useMemo(
    () => reactionsTo(client.store.getState().sync, wishes, room, seq),
    [client, about, own, wishes, room, seq],
  )
}
