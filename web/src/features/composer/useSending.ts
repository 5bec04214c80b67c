import { useRef } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { useRegistry, useShell } from '../registry/context'
import { useClient } from '../session/context'
import { bodyOf, lengthOf } from './body'
import { offeredSlashes, slashIn, unknownSlash, type Slash } from './slash'

/** Sends the room's draft, or does what it says behind a slash. What cannot be done is said, and stays written. */
export function useSending(room: Room, limit: number, say: (words: string) => void): () => void {
  const client = useClient()
  const shell = useShell()
  const { slashCommands } = useRegistry()
  const isRunning = useRef(false)
  // Read from the store: a second Enter can come before the first has been drawn.
  const draft = () => client.store.getState().drafts[room.id] ?? ''

  const sendText = (body: string) => {
    if (lengthOf(body) > limit) return say(t('Together that is too long for one message.'))
    client.writeDraft(room.id, '')
    client.send(room.id, body)
  }
  const run = async ({ name, rest }: Slash) => {
    const command = offeredSlashes(slashCommands, room, shell).find((one) => one.name === name)
    if (!command) return say(unknownSlash(name))
    if (isRunning.current) return
    const written = draft()
    isRunning.current = true
    try {
      const body = await command.run(rest, room, shell)
      if (body !== null) sendText(body)
      // What was typed on meanwhile stays.
      else if (draft() === written) client.writeDraft(room.id, '')
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    } finally {
      isRunning.current = false
    }
  }

  return () => {
    const body = bodyOf(draft())
    if (body === '' || lengthOf(body) > limit) return
    const slash = slashIn(body)
    if (slash) void run(slash)
    else sendText(body)
  }
}
