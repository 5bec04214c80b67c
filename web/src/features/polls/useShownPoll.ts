import { useMemo } from 'react'
import type { Place } from '../../sync/places'
import { pollAt } from '../../sync/polls'
import { ballotKey, shownPoll, voteAt, type ShownPoll } from '../../sync/votes'
import { useClient, useClientState } from '../session/context'

/** Changes with the poll, with the reader's own vote, and with their clicks. */
export function useShownPoll(place: Place, seq: number): ShownPoll | null {
  const client = useClient()
  const poll = useClientState(({ sync }) => pollAt(sync, place, seq))
  const own = useClientState(({ sync }) => voteAt(sync, place, seq))
  const ballot = useClientState(({ ballots }) => ballots[ballotKey(place, seq)])
  return useMemo(() => {
    const { sync, ballots } = client.store.getState()
    return shownPoll(sync, ballots, place, seq)
  }, [client, poll, own, ballot, place, seq])
}
