import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { roomOf } from '../../sync/state'
import type { Room } from '../../protocol.gen'
import { Icon } from '../../ui/Icon'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { TypingLine } from '../typing/TypingLine'
import { useTyping } from '../typing/useTyping'
import { bodyOf, lengthOf } from './body'
import { lastEditable } from './editable'
import { TextLeft } from './TextLeft'
import { useTypeAnywhere } from './useTypeAnywhere'
import { isDone, useGrowing, useLength } from './writing'

/** Where one writes. The text lives in the store, so that it outlives a switch of rooms and a reload. */
export function Composer({ room }: { room: Room }) {
  const client = useClient()
  const { me } = useSignedIn()
  const text = useClientState((state) => state.drafts[room.id] ?? '')
  const mouse = useMediaQuery('(pointer: fine)')
  const field = useRef<HTMLTextAreaElement>(null)
  const { limit, left } = useLength(text)
  const tellTyping = useTyping(room.id)
  useTypeAnywhere(field)
  useGrowing(field, text)

  // Before anything is painted: who switches rooms types on at once, and not a character may get lost.
  useLayoutEffect(() => {
    if (!mouse) return
    // A dialog that led here still holds the focus, and gives it back to its opener when it closes.
    const dialog = document.querySelector('dialog[open]')
    if (dialog) dialog.addEventListener('close', () => field.current?.focus(), { once: true })
    else field.current?.focus()
  }, [room.id, mouse])

  const send = () => {
    // Read from the store: a second Enter can come before this has been drawn again.
    const body = bodyOf(client.store.getState().drafts[room.id] ?? '')
    if (body === '' || lengthOf(body) > limit) return
    client.writeDraft(room.id, '')
    client.send(room.id, body)
    field.current?.focus()
  }

  const editLast = () => {
    const { sync } = client.store.getState()
    const last = lastEditable(roomOf(sync, room.id)?.messages ?? [], room, me.id, Date.now())
    if (last) client.edit({ room: room.id, seq: last.seq })
    return last !== undefined
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' && text === '' && editLast()) event.preventDefault()
    if (!isDone(event, mouse)) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="w-full max-w-[56.25rem] shrink-0 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TypingLine room={room.id} />
      <div className="flex items-end gap-1 rounded-xl border border-edge bg-raised py-1 ps-3.5 pe-1 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <textarea
          ref={field}
          data-composer
          rows={1}
          dir="auto"
          aria-label={`Message ${room.name}`}
          aria-describedby={left === null ? undefined : 'composer-count'}
          placeholder={`Message ${room.name}`}
          value={text}
          onChange={(event) => {
            client.writeDraft(room.id, event.currentTarget.value)
            tellTyping(event.currentTarget.value)
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 resize-none self-center bg-transparent py-1.5 touch:min-h-11 touch:py-2.5 text-base outline-none placeholder:truncate placeholder:text-faint touch:text-[16px]"
        />
        <button
          type="submit"
          aria-label="Send"
          title="Send"
          disabled={text.trim() === '' || (left ?? 0) < 0}
          className="flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:bg-transparent disabled:text-faint"
        >
          <Icon name="send" />
        </button>
      </div>
      <TextLeft id="composer-count" left={left} limit={limit} />
    </form>
  )
}
