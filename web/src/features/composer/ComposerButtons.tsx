import { Suspense, type RefObject } from 'react'
import type { Room } from '../../protocol.gen'
import { useRegistry } from '../registry/context'
import { applyEdit, inserted, writingIn } from './edits'

interface Props {
  room: Room
  field: RefObject<HTMLTextAreaElement | null>
  className: string
}

/** What features put beside the text. */
export function ComposerButtons({ room, field, className }: Props) {
  const { composerButtons } = useRegistry()
  const insert = (text: string) => {
    const area = field.current
    if (area) applyEdit(area, inserted(writingIn(area), text))
  }
  return (
    // A button that kept the focus would close a phone's keyboard.
    <div className={`flex ${className}`} onMouseDown={(event) => event.preventDefault()}>
      <Suspense>
        {composerButtons.map(({ id, View }) => (
          <View key={id} room={room} insert={insert} />
        ))}
      </Suspense>
    </div>
  )
}
