import type { Room, UpdateRoom } from '../../protocol.gen'
import { addingOf, postingOf, threadsOf, type Threads, type Who } from './rights'

/** What an owner may change of a room. */
export type RoomSettings = Pick<Room, 'name' | 'topic' | 'keep_days' | 'edit_minutes'> & {
  readonly posting: Who
  readonly adding: Who
  readonly threads: Threads
  readonly notices: boolean
}

export function settingsOf(room: Room): RoomSettings {
  const { name, topic, keep_days, edit_minutes, notices = false } = room
  return {
    name,
    topic,
    keep_days,
    edit_minutes,
    posting: postingOf(room),
    adding: addingOf(room),
    threads: threadsOf(room),
    notices,
  }
}

/** Only what differs, so that nobody takes back what somebody else changed meanwhile. Null if nothing does. */
export function changesOf(before: RoomSettings, wanted: RoomSettings): Omit<UpdateRoom, 'room'> | null {
  const name = wanted.name.trim()
  const topic = wanted.topic.trim()
  const changes = {
    ...(name !== before.name && { name }),
    ...(topic !== before.topic && { topic }),
    ...(wanted.edit_minutes !== before.edit_minutes && { edit_minutes: wanted.edit_minutes }),
    ...(wanted.posting !== before.posting && { posting: wanted.posting }),
    ...(wanted.adding !== before.adding && { adding: wanted.adding }),
    ...(wanted.threads !== before.threads && { threads: wanted.threads }),
    ...(wanted.notices !== before.notices && { notices: wanted.notices }),
    ...(wanted.keep_days !== before.keep_days && { keep_days: wanted.keep_days }),
  }
  return Object.keys(changes).length === 0 ? null : changes
}
