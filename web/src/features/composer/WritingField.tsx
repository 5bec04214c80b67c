import { type RefObject } from 'react'
import { t } from '../../language/t'
import { brought } from '../../ui/brought'
import { useClientState } from '../session/context'
import { useCompletion } from './completion/useCompletion'
import { useWriting, type WritingActs } from './useWriting'

export const CompletionList = brought(() => import('./completion/CompletionList'))

/** A phone's keyboard composes every word. What is pasted or dropped is no question to anybody. */
const TYPING = /^(?:insertText|insertCompositionText|deleteContent)/
/** Keys that move the caret out of what is completed. Up and down are the list's own. */
const MOVING = /^(?:ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/

interface Props extends WritingActs {
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
}

/** A field for Markdown: it grows, completes, formats and pastes. What is done with the text is its owner's business. */
export function WritingField(props: Props) {
  const { field, box, room, value, onText } = props
  const completing = useCompletion({ field, room, isNew: props.isComposer ?? false })
  const language = useClientState(({ sync }) => sync.me?.language)
  const { id, offer, look, close } = completing
  const { onKeyDown, onPaste } = useWriting(field, completing, props)

  return (
    // Behind the field stands the same text, unseen, and gives it its height. A field that measured itself was low for a
    // moment, and the list above lost its end.
    <div
      data-text={value}
      className="grid min-w-0 flex-1 self-center text-base after:invisible touch:text-[16px] after:pointer-events-none after:max-h-[40dvh] after:overflow-hidden after:py-1.5 after:wrap-break-word after:whitespace-pre-wrap after:content-[attr(data-text)_'_'] after:[grid-area:1/1] touch:after:min-h-11 touch:after:py-2.5"
    >
      <textarea
        ref={field}
        data-composer={props.isComposer || undefined}
        rows={1}
        dir="auto"
        // Browsers check the spelling of this language.
        lang={language || undefined}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-autocomplete="list"
        aria-controls={offer ? id : undefined}
        aria-activedescendant={offer ? `${id}-${offer.active}` : undefined}
        placeholder={props.placeholder}
        value={value}
        onInput={({ currentTarget, nativeEvent }) => {
          onText(currentTarget.value)
          look(TYPING.test((nativeEvent as InputEvent).inputType))
        }}
        onClick={() => offer && look(false)}
        onKeyUp={({ key }) => offer && MOVING.test(key) && look(false)}
        onBlur={close}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="max-h-[40dvh] min-w-0 resize-none select-text overflow-y-auto bg-transparent py-1.5 outline-none [grid-area:1/1] placeholder:truncate placeholder:text-faint touch:min-h-11 touch:py-2.5"
      />
      <p role="status" className="sr-only">
        {offer &&
          t('{count, plural, one {# suggestion} other {# suggestions}}', { count: offer.items.length })}
      </p>
      {offer && <CompletionList completing={completing} offer={offer} box={box} />}
    </div>
  )
}
