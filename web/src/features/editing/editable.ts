import type { Message, Room } from '../../protocol.gen'

const MINUTE_MS = 60_000

/** Whether this person may still edit the message. */
export function isEditable(
  message: { readonly sender: string; readonly erased: boolean; readonly at: Date },
  { edit_minutes }: Pick<Room, 'edit_minutes'>,
  me: string,
  now: number,
): boolean {
  const age = now - message.at.getTime()
  return message.sender === me && !message.erased && age < edit_minutes * MINUTE_MS
}

/** The person's last message that they may still edit, among the loaded ones. */
export function lastEditable(
  messages: readonly Message[],
  room: Pick<Room, 'edit_minutes'>,
  me: string,
  now: number,
): Message | undefined {
  return messages.findLast(
    ({ sender, erased = false, poll = false, forwarded, notice, created_at }) =>
      !poll &&
      !forwarded &&
      !notice &&
      isEditable({ sender, erased, at: new Date(created_at) }, room, me, now),
  )
}
