import { lazy, Suspense, useState, type RefObject } from 'react'
import { IconButton } from '../../ui/Button'
import { Popover } from '../../ui/Popover'
import { applyEdit, inserted, writingIn } from './edits'

const EmojiPicker = lazy(() => import('../emoji/EmojiPicker'))

/** What puts something into the text by a click. */
export function ComposerButtons({
  field,
  className,
}: {
  field: RefObject<HTMLTextAreaElement | null>
  className: string
}) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const put = (text: string) => {
    const area = field.current
    if (area) applyEdit(area, inserted(writingIn(area), text))
  }
  const mention = () => {
    const area = field.current
    const isWord = area !== null && /\S$/.test(area.value.slice(0, area.selectionStart))
    put(isWord ? ' @' : '@')
  }
  const choose = (emoji: string) => {
    setAnchor(null)
    // A dialog that closes gives the focus back to its opener first.
    queueMicrotask(() => put(emoji))
  }
  return (
    <>
      <IconButton
        icon="mention"
        label="Mention somebody"
        className={className}
        onMouseDown={(event) => event.preventDefault()}
        onClick={mention}
      />
      <IconButton
        icon="smile"
        label="Emoji"
        className={className}
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      />
      {anchor && (
        <Popover label="Choose an emoji" anchor={anchor} onClose={() => setAnchor(null)}>
          <Suspense fallback={<p className="p-6 text-soft">Loading…</p>}>
            <EmojiPicker onChoose={choose} />
          </Suspense>
        </Popover>
      )}
    </>
  )
}
