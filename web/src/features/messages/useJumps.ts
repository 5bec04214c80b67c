import { useMemo } from 'react'
import type { RoomState } from '../../sync/state'
import { useClient } from '../session/context'
import { HEADING_PX, type Target } from './opening'
import type { TimelineScroll } from './useTimeline'

export interface Jumps {
  toNewest(): Promise<void>
  toBeginning(): Promise<void>
  /** To the first message of this moment or later. Rejects if it cannot be loaded. */
  toTime(time: Date): Promise<void>
}

/** Ways through a room that lead further than what is loaded of it. */
export function useJumps(
  { info, hasAfter }: Pick<RoomState, 'info' | 'hasAfter'>,
  firstSeq: number,
  { toEnd, toRow }: Pick<TimelineScroll, 'toEnd' | 'toRow'>,
  go: (target: Target) => void,
): Jumps {
  const client = useClient()
  const room = info.id
  return useMemo(
    () => ({
      async toNewest() {
        // Without a connection one stays where one is: what follows cannot be shown.
        if (!hasAfter || (await client.pages.newest(room).then(yes, no))) toEnd()
      },
      async toBeginning() {
        try {
          await client.pages.around(room, firstSeq)
          go({ seq: firstSeq - 1, align: { top: 0 } })
        } catch {
          // Without a connection, the first that is loaded is as far as one comes.
          toRow(0, { top: 0 })
        }
      },
      async toTime(time) {
        const seq = await client.pages.at(room, time)
        if (seq !== null) go({ seq, align: { top: HEADING_PX + 8 } })
      },
    }),
    [client, room, hasAfter, firstSeq, toEnd, toRow, go],
  )
}

const yes = () => true
const no = () => false
