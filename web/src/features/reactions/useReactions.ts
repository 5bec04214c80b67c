import { useMemo } from 'react'
import { personLog } from '../../sync/logs'
import { logAt, type Place } from '../../sync/places'
import { reactionsTo, type ShownReaction } from '../../sync/reactions'
import { rowsOf } from '../../sync/rows'
import { useClient, useClientState, useSignedIn } from '../session/context'

/** The reactions to show under a message. Changes with its tallies and with the reader's own reactions. */
export function useReactions(place: Place, seq: number): ShownReaction[] {
  const client = useClient()
  const { me } = useSignedIn()
  const about = useClientState(({ sync }) => sync.logs[logAt(sync, place)]?.about[seq])
  const own = useClientState(({ sync }) => rowsOf(sync.logs[personLog(me.id)]?.rows ?? {}, 'reaction'))
  const wishes = useClientState((state) => state.wishes)
  return useMemo(
    () => reactionsTo(client.store.getState().sync, wishes, place, seq),
    [client, about, own, wishes, place, seq],
  )
}
