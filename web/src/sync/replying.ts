import { roomLog } from './logs'
import { quotedIn, type Reply } from './quotes'
import type { ClientStore } from './store'

export interface Replying {
  /** What the room's draft answers. */
  replyTo(room: string, reply: Reply | null): void
  /** The same, for a message that is sent now: the next one answers nothing. */
  take(room: string): Reply | null
}

export function createReplying(
  store: ClientStore,
  keep: (room: string, reply: Reply | null) => void,
): Replying {
  const replyTo = (room: string, reply: Reply | null) => {
    store.setState(({ replies: { [room]: _before, ...others } }) => ({
      replies: reply ? { ...others, [room]: reply } : others,
    }))
    keep(room, reply)
  }
  return {
    replyTo,
    take(room) {
      const { replies, sync } = store.getState()
      const [reply, log] = [replies[room], sync.logs[roomLog(room)]]
      if (!reply) return null
      replyTo(room, null)
      // What was deleted meanwhile cannot be answered any more: the text goes alone.
      return log && quotedIn(log, reply.seq)?.erased ? null : reply
    },
  }
}
