import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../ui/Button'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/AuthPage'
import { useClient } from '../session/context'
import { bodyOf, lengthOf } from '../messages/body'
import { TextLeft } from '../messages/TextLeft'
import { isDone, useGrowing, useLength } from '../messages/writing'

interface Props {
  room: string
  seq: number
  body: string
  onClose: () => void
  /** Saving an empty text deletes the message. */
  onErase: () => void
}

/** The text field in place of a message that is being edited. */
export function EditForm({ room, seq, body, onClose, onErase }: Props) {
  const client = useClient()
  const [text, setText] = useState(body)
  const { pending, error, run } = usePending<Error>()
  const mouse = useMediaQuery('(pointer: fine)')
  const field = useRef<HTMLTextAreaElement>(null)
  const count = useId()
  const { limit, left } = useLength(text)
  useGrowing(field, text)

  useLayoutEffect(() => {
    const area = field.current
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
  }, [])

  const save = () => {
    const wanted = bodyOf(text)
    if (wanted === '') return onErase()
    if (lengthOf(wanted) > limit) return
    void run(async () => {
      if (wanted !== body) await client.editMessage(room, seq, wanted)
      onClose()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (isDone(event, mouse)) save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <form
      className="flex flex-col gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label="Edit message"
        aria-describedby={left === null ? undefined : count}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="w-full resize-none rounded-xl border border-accent bg-raised px-3 py-1.5 touch:min-h-11 touch:py-2.5 text-base outline-none focus:ring-1 focus:ring-accent touch:text-[16px]"
      />
      <TextLeft id={count} left={left} limit={limit} />
      {error && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {mouse && <p className="me-auto text-xs text-faint">Enter saves, Esc cancels</p>}
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={pending} disabled={(left ?? 0) < 0}>
          {error ? 'Try again' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
