import { useEffect, useState } from 'react'
import { useClientState, useSession } from '../session/context'

/** Whether something is reported or held, in a room or anywhere: asked on every connection, and when reports have changed. */
export function useAreReports(room: string | null, isWanted: boolean): boolean {
  const { api } = useSession()
  const changes = useClientState(({ reportChanges }) => reportChanges)
  const isLive = useClientState(({ connection }) => connection.phase === 'live')
  const [place, setPlace] = useState<{ readonly room: string | null; readonly areThere: boolean } | null>(
    null,
  )
  useEffect(() => {
    if (!isLive || !isWanted) return
    let isCurrent = true
    const first = { ...(room !== null && { room }), limit: 1 }
    Promise.all([api.call('report.list', first), api.call('held.list', first)]).then(
      ([{ reports }, { held }]) => {
        if (isCurrent) setPlace({ room, areThere: reports.length + held.length > 0 })
      },
      () => undefined, // what was known before stays; the next connection asks again
    )
    return () => {
      isCurrent = false
    }
  }, [api, room, changes, isLive, isWanted])
  return isWanted && place?.room === room && place.areThere
}
