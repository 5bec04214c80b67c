import { useEffect } from 'react'
import { withReceipts, withReceiptsAsked, type RoomReceipts } from '../../sync/receipts'
import { isBlocked, openMembers, roomOf, type SyncState } from '../../sync/state'
import { useClient, useClientState, useSession, useSignedIn } from '../session/context'

/**
 * Who has seen a room up to where: asked when it is first wanted, on every new connection, and when somebody may have
 * changed what they show. In between, signals say it. Undefined until it is known.
 */
export function useReceipts(room: string): RoomReceipts | undefined {
  const { api } = useSession()
  const { store } = useClient()
  const { me } = useSignedIn()
  const isLive = useClientState(({ connection }) => connection.phase === 'live')
  const cards = useClientState(({ sync }) => whoMayShow(sync, room))
  useEffect(() => {
    if (!isLive) return
    let isWanted = true
    store.setState(({ receipts }) => ({ receipts: withReceiptsAsked(receipts, room) }))
    api.call('receipt.list', { room }).then(
      (answer) => {
        if (isWanted) store.setState(({ receipts }) => ({ receipts: withReceipts(receipts, room, answer) }))
      },
      () => undefined, // what was known before stays; the next connection asks again
    )
    return () => {
      isWanted = false
    }
  }, [api, store, room, isLive, me.shares_reading, cards])
  return useClientState(({ receipts }) => (receipts[room]?.isKnown ? receipts[room] : undefined))
}

/** Changes when a member's card does, which it also does when they show or hide what they read, and with a block. */
function whoMayShow(sync: SyncState, id: string): string {
  const room = roomOf(sync, id)
  if (!room) return ''
  return openMembers(room)
    .map(({ person }) => `${person}.${sync.people[person]?.rev}.${isBlocked(sync, person)}`)
    .join(' ')
}
