import type { Room } from '../../protocol.gen'
import { Icon } from '../../ui/Icon'
import { roomIcon, useRoomName } from '../rooms/names'
import { beginningOf } from './beginning'

interface Props {
  room: Room
  empty: boolean
  /** The first message that the reader may see. */
  mayReadFrom: number
}

/** Above a room's first message, or in place of it. */
export function RoomStart({ room, empty, mayReadFrom }: Props) {
  return (
    <div className="px-4 pt-10 pb-4">
      <span className="flex size-12 items-center justify-center rounded-2xl bg-tint text-accent">
        <Icon name={roomIcon(room)} size={24} />
      </span>
      <h2 className="mt-3 text-xl font-semibold tracking-tight text-as-around" dir="auto">
        {useRoomName(room)}
      </h2>
      <p className="mt-1 max-w-prose text-soft">{beginningOf(room, mayReadFrom, empty)}</p>
    </div>
  )
}
