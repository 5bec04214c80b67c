import { useMemo, useRef } from 'react'
import { buildRows } from '../messages/rows'
import { TimelineRow } from '../messages/TimelineRow'
import { useActing } from '../messages/useActing'
import { heldIn, heldOf } from '../../sync/ordered'
import { useClientState, useSignedIn } from '../session/context'
import { Inside, useLobby } from './Inside'
import { LOBBY, type Scene } from './scene'

interface Props {
  scene: Scene
  /** The first message that is new. */
  firstNew?: number
  /** The one that the address names. */
  named?: number
}

/** A conversation in the lobby, line by line. */
export function Conversation({ scene, ...shown }: Props) {
  return (
    <Inside scene={scene}>
      <Lines {...shown} />
    </Inside>
  )
}

function Lines({ firstNew, named }: Omit<Props, 'scene'>) {
  const room = useLobby()
  const { me } = useSignedIn()
  const box = useRef<HTMLDivElement>(null)
  const people = useClientState(({ sync }) => sync.people)
  const outbox = useClientState((state) => state.outbox)
  const held = useClientState(({ sync }) => heldOf(sync))
  const { acting, overlay } = useActing(LOBBY, box)
  const rows = useMemo(
    () => buildRows(room, outbox, me.id, firstNew, heldIn(held, LOBBY)),
    [room, outbox, held, me.id, firstNew],
  )
  return (
    <div ref={box} className="timeline">
      <div className="column">
        {rows.map((row) =>
          row.kind === 'start' ? null : (
            <TimelineRow
              key={row.key}
              room={room.info}
              row={row}
              author={people[row.sender]}
              path="/r/lobby"
              highlighted={row.seq !== null && row.seq === named}
              acting={acting}
            />
          ),
        )}
      </div>
      {overlay}
    </div>
  )
}
