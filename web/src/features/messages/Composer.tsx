import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import type { Room } from '../../protocol.gen'
import { Icon } from '../../ui/Icon'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useClient, useClientState } from '../session/context'
import { bodyOf, lengthOf } from './body'
import { useTypeAnywhere } from './useTypeAnywhere'

const LIMIT = 8000
const COUNT_FROM = LIMIT - 500
const TALLEST = 0.4

/** Where one writes. The text lives in the store, so that it outlives a switch of rooms and a reload. */
export function Composer({ room }: { room: Room }) {
  const client = useClient()
  const text = useClientState((state) => state.drafts[room.id] ?? '')
  const limit = useClientState((state) => state.sync.settings?.body_limit ?? LIMIT)
  const mouse = useMediaQuery('(pointer: fine)')
  const field = useRef<HTMLTextAreaElement>(null)
  const length = text.length > COUNT_FROM ? lengthOf(bodyOf(text)) : 0
  const over = length > limit
  useTypeAnywhere(field)

  // Before anything is painted: who switches rooms types on at once, and not a character may get lost.
  useLayoutEffect(() => {
    if (!mouse) return
    // A dialog that led here still holds the focus, and gives it back to its opener when it closes.
    const dialog = document.querySelector('dialog[open]')
    if (dialog) dialog.addEventListener('close', () => field.current?.focus(), { once: true })
    else field.current?.focus()
  }, [room.id, mouse])

  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * TALLEST)}px`
  }, [text])

  const send = () => {
    // Read from the store: a second Enter can come before this has been drawn again.
    const body = bodyOf(client.store.getState().drafts[room.id] ?? '')
    if (body === '' || lengthOf(body) > limit) return
    client.writeDraft(room.id, '')
    client.send(room.id, body)
    field.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // On a phone's keyboard Enter is the only way to a new line. While an input method composes, it is its own.
    if (event.key !== 'Enter' || event.shiftKey || !mouse || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className="mx-auto w-full max-w-[56rem] shrink-0 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="flex items-end gap-1 rounded-xl border border-edge bg-raised py-1 ps-3.5 pe-1 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <textarea
          ref={field}
          data-composer
          rows={1}
          dir="auto"
          aria-label={`Message ${room.name}`}
          aria-describedby={length > COUNT_FROM ? 'composer-count' : undefined}
          placeholder={`Message ${room.name}`}
          value={text}
          onChange={(event) => client.writeDraft(room.id, event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 resize-none self-center bg-transparent py-1.5 touch:min-h-11 touch:py-2.5 text-base outline-none placeholder:truncate placeholder:text-faint touch:text-[16px]"
        />
        <button
          type="submit"
          aria-label="Send"
          title="Send"
          disabled={text.trim() === '' || over}
          className="flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:bg-transparent disabled:text-faint"
        >
          <Icon name="send" />
        </button>
      </div>
      {length > COUNT_FROM && (
        <p
          id="composer-count"
          className={`px-1 pt-1 text-xs tabular-nums ${over ? 'text-danger' : 'text-faint'}`}
        >
          {over
            ? `${length - limit} over the limit of ${limit} characters`
            : `${limit - length} of ${limit} characters left`}
        </p>
      )}
    </form>
  )
}
