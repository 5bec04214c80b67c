import type { Changes } from '../protocol.gen'
import type { SyncState } from './state'

/** Whether a room has something that this browser has not shown yet. A room never looked at here is not held against it. */
export function isUnread(state: SyncState, seen: Readonly<Record<string, number>>, room: string): boolean {
  const head = state.rooms[room]?.head ?? 0
  const last = seen[room]
  return last !== undefined && head > last
}

/** The head that counts as seen after a frame without news: one's own messages, people coming and going. */
export function seenAfter(frame: Changes, seen: number | undefined, me: string): number | null {
  if (seen === undefined || frame.from > seen || frame.to <= seen) return null
  return (frame.messages ?? []).every((message) => message.sender === me) ? frame.to : null
}
