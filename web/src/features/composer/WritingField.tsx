import { useRef, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { CompletionList } from './completion/CompletionList'
import { useCompletion } from './completion/useCompletion'
import { applyEdit, writingIn } from './edits'
import { formatted } from './formatting'
import { formatOf, isComposing, isDone } from './keys'
import { continued } from './lists'
import { pasteEdit, pastedFrom } from './pasted/paste'
import { useComposerSettings } from './settings'

/** A phone's keyboard composes every word. What is pasted or dropped is no question to anybody. */
const TYPING = /^(?:insertText|insertCompositionText|deleteContent)/
/** Keys that move the caret out of what is completed. Up and down are the list's own. */
const MOVING = /^(?:ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/

interface Props {
  field: RefObject<HTMLTextAreaElement | null>
  /** What lists open beside. */
  box: RefObject<HTMLElement | null>
  room: string
  label: string
  describedBy: string | undefined
  placeholder?: string
  value: string
  isComposer?: boolean
  onText: (text: string) => void
  onDone: () => void
  /** Keys that are neither formats nor the list's. One that it takes is prevented. */
  onKey: (event: KeyboardEvent) => void
  onFiles: () => void
}

/** A field for Markdown: it grows, completes, formats and pastes. What is done with the text is its owner's business. */
export function WritingField(props: Props) {
  const { field, box, room, label, value, onText, onDone, onKey, onFiles } = props
  const { sendKey } = useComposerSettings()
  const mouse = useMediaQuery('(pointer: fine)')
  const completing = useCompletion(field, room)
  const { id, offer } = completing
  /** Ctrl+Shift+V: the event that follows has all formats in some browsers. */
  const wantsPlain = useRef(false)

  const onKeyDown = (event: KeyboardEvent) => {
    const area = field.current
    if (!area || isComposing(event)) return
    wantsPlain.current = event.shiftKey && event.key.toLowerCase() === 'v'
    if (completing.pressed(event)) return
    onKey(event)
    if (event.defaultPrevented) return
    const format = formatOf(event)
    const line = event.key === 'Enter' && !isDone(event, sendKey, mouse) ? continued(writingIn(area)) : null
    const edit = format ? formatted(writingIn(area), format) : line
    if (edit) applyEdit(area, edit)
    else if (isDone(event, sendKey, mouse)) onDone()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPaste = (event: ClipboardEvent) => {
    const area = field.current
    if (!area) return
    completing.close()
    const pasted = pastedFrom(event.clipboardData)
    if (pasted.plain === '' && pasted.html === '' && event.clipboardData.files.length > 0) {
      event.preventDefault()
      return onFiles()
    }
    const edit = wantsPlain.current ? null : pasteEdit(writingIn(area), pasted)
    if (!edit) return
    event.preventDefault()
    applyEdit(area, edit)
    completing.close()
  }

  return (
    // The second cell of this grid's one place holds the same text, unseen, and so has the height that it needs. A field
    // that measured itself made itself low for a moment, and the list above lost its end.
    <div
      data-text={value}
      className="grid min-w-0 flex-1 self-center text-base after:invisible touch:text-[16px] after:pointer-events-none after:max-h-[40dvh] after:overflow-hidden after:py-1.5 after:wrap-break-word after:whitespace-pre-wrap after:content-[attr(data-text)_'_'] after:[grid-area:1/1] touch:after:min-h-11 touch:after:py-2.5"
    >
      <textarea
        ref={field}
        data-composer={props.isComposer || undefined}
        rows={1}
        dir="auto"
        aria-label={label}
        aria-describedby={props.describedBy}
        aria-autocomplete="list"
        aria-controls={offer ? id : undefined}
        aria-activedescendant={offer ? `${id}-${offer.active}` : undefined}
        placeholder={props.placeholder}
        value={value}
        onInput={({ currentTarget, nativeEvent }) => {
          onText(currentTarget.value)
          completing.look(TYPING.test((nativeEvent as InputEvent).inputType))
        }}
        onClick={() => offer && completing.look(false)}
        onKeyUp={({ key }) => offer && MOVING.test(key) && completing.look(false)}
        onBlur={completing.close}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="max-h-[40dvh] min-w-0 resize-none overflow-y-auto bg-transparent py-1.5 outline-none [grid-area:1/1] placeholder:truncate placeholder:text-faint touch:min-h-11 touch:py-2.5"
      />
      <CompletionList completing={completing} box={box} />
    </div>
  )
}
