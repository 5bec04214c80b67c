import { useId, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import type { Place } from '../../sync/places'
import { Icon } from '../../ui/Icon'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { bodyOf, lengthOf } from '../composer/body'
import { ComposerButtons } from '../composer/ComposerButtons'
import { ComposerNotes, SendingButtons } from '../composer/SendingButtons'
import { TextLeft } from '../composer/TextLeft'
import { NO_FILES } from '../composer/useDroppedFiles'
import { useLength } from '../composer/useLength'
import { WritingField } from '../composer/WritingField'
import { useRoomName } from '../rooms/names'
import { useClient, useClientState } from '../session/context'

interface Props {
  room: Room
  place: Place
  field: RefObject<HTMLTextAreaElement | null>
  /** Whether one may write in the room as well. */
  mayCopy: boolean
}

/** Where one replies. A text that is not sent yet stays with its thread. */
export function ThreadComposer({ room, place, field, mayCopy }: Props) {
  const client = useClient()
  const text = useClientState((state) => state.drafts[place] ?? '')
  const mouse = useMediaQuery('(pointer: fine)')
  const roomName = useRoomName(room)
  const box = useRef<HTMLDivElement>(null)
  const count = useId()
  const { limit, left } = useLength(text)
  const isEmpty = text.trim() === '' || (left ?? 0) < 0
  const [also, setAlso] = useState(false)
  const [refused, setRefused] = useState(false)
  useLayoutEffect(() => {
    if (mouse) field.current?.focus()
  }, [field, mouse])

  const send = () => {
    // Read from the store: a second Enter can come before this has been drawn again.
    const body = bodyOf(client.store.getState().drafts[place] ?? '')
    if (body === '' || lengthOf(body) > limit) return
    client.writeDraft(place, '')
    client.send(place, body, also && mayCopy)
    setAlso(false)
    field.current?.focus()
  }
  return (
    <form
      className="shrink-0 border-t border-line px-3 pt-2 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <ComposerNotes place={place} />
      <TextLeft id={count} left={left} limit={limit} />
      {refused && (
        <p role="status" className="text-xs text-warn">
          {NO_FILES}
        </p>
      )}
      <div
        ref={box}
        className="flex items-end gap-0.5 rounded-xl border border-edge bg-raised py-1 ps-3.5 pe-1 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
      >
        <WritingField
          field={field}
          box={box}
          room={room.id}
          label={t('Reply in this thread')}
          describedBy={left === null ? undefined : count}
          placeholder={t('Reply…')}
          value={text}
          onText={(now) => client.writeDraft(place, now)}
          onDone={send}
          onKey={() => undefined}
          onFiles={() => setRefused(true)}
        />
        <ComposerButtons room={room} place={place} field={field} className="max-sm:hidden" />
        <SendingButtons place={place} isEmpty={isEmpty} />
        <button
          type="submit"
          aria-label={t('Send reply')}
          title={t('Send reply')}
          disabled={isEmpty}
          className="ms-0.5 flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:bg-transparent disabled:text-faint"
        >
          <Icon name="send" />
        </button>
      </div>
      {mayCopy && (
        <label className="relative mt-1 flex h-9 touch:h-11 w-fit max-w-full items-center gap-2 text-sm text-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
          {/* As large as its words: a finger presses all of it. What is seen is drawn beside it. */}
          <input
            type="checkbox"
            className="peer absolute inset-0 size-full cursor-pointer touch:text-[16px] opacity-0"
            checked={also}
            onChange={(event) => setAlso(event.currentTarget.checked)}
          />
          <span
            aria-hidden="true"
            className="flex size-4.5 shrink-0 items-center justify-center rounded border border-edge bg-raised peer-checked:border-accent peer-checked:bg-accent peer-checked:text-on-accent forced-colors:peer-checked:bg-[Highlight]"
          >
            {also && <Icon name="check" size={14} />}
          </span>
          <span className="truncate">{phrase('Also send to {room}', { room: <bdi>{roomName}</bdi> })}</span>
        </label>
      )}
    </form>
  )
}
