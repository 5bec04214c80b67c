import { useCallback, useEffect, useRef, useState } from 'react'
import { isOwner, roomCalled, type RoomState } from '../../sync/state'
import { useTitle } from '../../ui/useTitle'
import { MembersPanel } from '../members/MembersPanel'
import { Composer } from '../messages/Composer'
import { Timeline } from '../messages/Timeline'
import { useWatch } from '../presence/useWatch'
import { useClientState, useSignedIn } from '../session/context'
import { useEscape } from '../shell/keys'
import { rememberRoom } from './recent'
import { RoomDoor } from './RoomDoor'
import { RoomHeader } from './RoomHeader'
import { RoomSettingsDialog } from './RoomSettingsDialog'

interface Props {
  /** A room's slug or id, as it stands in the address. */
  reference: string
  /** The message that the address names. */
  seq: number | null
  wide: boolean
}

export function RoomPage({ reference, seq, wide }: Props) {
  const known = useClientState((state) => state.sync.epoch !== null)
  const room = useClientState(({ sync }) => roomCalled(sync, reference))
  if (room) return <OpenRoom room={room} seq={seq} wide={wide} />
  return known ? <RoomDoor reference={reference} wide={wide} /> : <main className="flex-1" />
}

function OpenRoom({ room, seq, wide }: { room: RoomState; seq: number | null; wide: boolean }) {
  const { me } = useSignedIn()
  const owns = useClientState(({ sync }) => isOwner(sync, room.info.id))
  const [settingsShown, setSettingsShown] = useState(false)
  const [membersShown, setMembersShown] = useState(false)
  const membersButton = useRef<HTMLButtonElement>(null)
  const hideMembers = useCallback(() => {
    setMembersShown(false)
    membersButton.current?.focus()
  }, [])
  useEscape(membersShown && wide, hideMembers)
  useWatch(room.info.id)
  useTitle(`${room.info.name} · Parley`)
  useEffect(() => rememberRoom(me.id, room.info.id), [me.id, room.info.id])

  return (
    <>
      <main className="flex min-w-0 flex-1 flex-col">
        <RoomHeader
          room={room}
          wide={wide}
          membersShown={membersShown}
          membersButton={membersButton}
          onMembers={() => setMembersShown((shown) => !shown)}
          onSettings={owns ? () => setSettingsShown(true) : null}
        />
        <Timeline key={room.info.id} room={room} focusSeq={seq} />
        <Composer room={room.info} />
      </main>
      {membersShown && <MembersPanel room={room} wide={wide} onClose={hideMembers} />}
      {settingsShown && <RoomSettingsDialog room={room.info} onClose={() => setSettingsShown(false)} />}
    </>
  )
}
