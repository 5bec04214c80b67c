import { Suspense, type MouseEvent, type RefObject } from 'react'
import type { Room } from '../../protocol.gen'
import type { Place } from '../../sync/places'
import { useRegistry } from '../registry/context'
import { applyEdit, inserted, writingIn } from './edits'

interface Props {
  room: Room
  place?: Place
  field: RefObject<HTMLTextAreaElement | null>
  className: string
}

/** What features put beside the text. */
export function ComposerButtons({ room, place = room.id, field, className }: Props) {
  const { composerButtons } = useRegistry()
  const insert = (text: string) => {
    const area = field.current
    if (!area) return
    const writing = writingIn(area)
    // Behind a word neither a name nor an emoji would be one.
    const isBehindWord = /\S$/.test(writing.text.slice(0, writing.start))
    applyEdit(area, inserted(writing, isBehindWord ? ` ${text}` : text))
  }
  return (
    <div className={`flex ${className}`} onMouseDown={keepFocus}>
      <Suspense>
        {composerButtons.map(({ id, View }) => (
          <View key={id} room={room} place={place} insert={insert} />
        ))}
      </Suspense>
    </div>
  )
}

/** A button that took the focus would close a phone's keyboard. What it opens has a focus of its own. */
function keepFocus(event: MouseEvent): void {
  if (event.target instanceof Element && !event.target.closest('dialog')) event.preventDefault()
}
