import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import type { Room } from '../../protocol.gen'
import { isModerator, roomCalled, type RoomState } from '../../sync/state'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useTitle } from '../../ui/useTitle'
import { Composer } from '../composer/Composer'
import { Timeline } from '../messages/Timeline'
import { markRoomRead } from '../messages/useReading'
import { useWatch } from '../presence/useWatch'
import type { Panel } from '../registry/feature'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { roomAddress, type RoomAddress } from '../shell/address'
import { useEscape } from '../shell/keys'
import { useLayers } from '../shell/layers'
import { PanelFrame } from '../shell/PanelFrame'
import { usePanelFocus } from '../shell/usePanelFocus'
import { useRoomName } from './names'
import { whyClosed } from './closed'
import { rememberRoom } from './recent'
import { RoomHeader } from './RoomHeader'

const RoomDoor = lazy(() => import('./RoomDoor'))

interface Props {
  address: RoomAddress
  /** What the address names beside the room. */
  panel: Panel | null
  wide: boolean
}

export function RoomPage(props: Props) {
  const { reference } = props.address
  const known = useClientState((state) => state.sync.epoch !== null)
  const room = useClientState(({ sync }) => roomCalled(sync, reference))
  const shown = useRef<{ reference: string; info: Room } | null>(null)
  if (room) shown.current = { reference, info: room.info }
  if (room) return <OpenRoom {...props} room={room} />
  // A member who is removed while they look at the room reads why it is gone.
  const was = shown.current?.reference === reference ? shown.current.info : null
  return known ? (
    <Suspense fallback={<main className="flex-1" />}>
      <RoomDoor key={reference} reference={reference} wide={props.wide} was={was} />
    </Suspense>
  ) : (
    <main className="flex-1" />
  )
}

function OpenRoom({ address, panel, wide, room }: Props & { room: RoomState }) {
  const { me } = useSignedIn()
  const client = useClient()
  const moderates = useClientState(({ sync }) => isModerator(sync, room.info.id))
  const closed = whyClosed(room.info, moderates)
  const { leave } = useLayers()
  const beside = useMediaQuery('(min-width: 80rem)')
  const closePanel = useCallback(
    () => leave(roomAddress({ ...address, panel: null, argument: null })),
    [leave, address.reference, address.seq],
  )
  const panelKey = panel && [panel.path, address.argument].join('/')
  usePanelFocus(panelKey)
  useEscape(panel === null, () => markRoomRead(client, room.info.id))
  useWatch(room.info.id)
  useTitle(useRoomName(room.info))
  useEffect(() => rememberRoom(me.id, room.info.id), [me.id, room.info.id])

  return (
    <div className="relative flex min-w-0 flex-1">
      {/* Behind a page-filling panel nothing can be reached, and everything stays where it is. */}
      <main className="flex min-w-0 flex-1 flex-col" inert={panel !== null && !wide}>
        <RoomHeader room={room} wide={wide} panel={panel?.path ?? null} />
        <Timeline key={room.info.id} room={room} focusSeq={address.seq} />
        {closed === null ? <Composer room={room.info} /> : <ClosedNote why={closed} />}
      </main>
      {panel && (
        <PanelFrame
          key={panelKey}
          panel={panel}
          room={room}
          argument={address.argument}
          lies={beside ? 'beside' : wide ? 'over' : 'instead'}
          onClose={closePanel}
        />
      )}
    </div>
  )
}

/** In the composer's place. */
function ClosedNote({ why }: { why: string }) {
  return (
    <p className="m-3 max-w-(--column) shrink-0 rounded-xl border border-line bg-sunken px-4 py-3 text-soft sm:m-4">
      {why}
    </p>
  )
}
