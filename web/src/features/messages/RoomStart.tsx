import type { Room } from '../../protocol.gen'
import { Icon } from '../../ui/Icon'

/** Above a room's first message, or in place of it. */
interface Props {
  room: Room
  empty: boolean
  /** More was said before the reader came, and this room does not show it. */
  hidesEarlier: boolean
}

export function RoomStart({ room, empty, hidesEarlier }: Props) {
  return (
    <div className="px-4 pt-10 pb-4">
      <span className="flex size-12 items-center justify-center rounded-2xl bg-tint text-accent">
        <Icon name={room.kind === 'private' ? 'lock' : 'hash'} size={24} />
      </span>
      <h2 className="mt-3 text-xl font-semibold tracking-tight" dir="auto">
        {room.name}
      </h2>
      <p className="mt-1 max-w-prose text-soft">
        {empty &&
          (hidesEarlier
            ? 'Nobody has said anything since you came. '
            : 'Nobody has said anything here yet. ')}
        {!empty && !hidesEarlier && 'This is where the room begins. '}
        {hidesEarlier && 'Earlier messages are not shown to people who joined after them. '}
        {empty && (hidesEarlier ? 'Write the next message below' : 'Write the first message below')}
        {empty && (room.kind === 'public' ? ', and share this page’s address to bring people in.' : '.')}
      </p>
    </div>
  )
}
