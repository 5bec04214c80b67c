import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import type { Place } from '../../sync/places'
import { Button } from '../../ui/Button'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { usePending } from '../../ui/usePending'
import { bodyOf, lengthOf } from '../composer/body'
import { useComposerSettings } from '../composer/settings'
import { NO_FILES } from '../composer/useDroppedFiles'
import { TextLeft } from '../composer/TextLeft'
import { useLength } from '../composer/useLength'
import { WritingField } from '../composer/WritingField'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'

interface Props {
  room: string
  place: Place
  seq: number
  body: string
  onClose: () => void
  /** Saving an empty text deletes the message. */
  onErase: () => void
}

/** The text field in place of a message that is being edited. */
export function EditForm({ room, place, seq, body, onClose, onErase }: Props) {
  const client = useClient()
  const [text, setText] = useState(body)
  const { pending, error, run } = usePending<Error>()
  const mouse = useMediaQuery('(pointer: fine)')
  const field = useRef<HTMLTextAreaElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const { sendKey } = useComposerSettings()
  const [filesRefused, setFilesRefused] = useState(false)
  const count = useId()
  const { limit, left } = useLength(text)

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
      if (wanted !== body) await client.editMessage(place, seq, wanted)
      onClose()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    onClose()
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
      <div
        ref={box}
        className="flex rounded-xl border border-accent bg-raised px-3 focus-within:ring-1 focus-within:ring-accent"
      >
        <WritingField
          field={field}
          box={box}
          room={room}
          label={t('Edit message')}
          describedBy={left === null ? undefined : count}
          value={text}
          onText={setText}
          onDone={save}
          onKey={onKeyDown}
          onFiles={() => setFilesRefused(true)}
        />
      </div>
      <TextLeft id={count} left={left} limit={limit} />
      {filesRefused && (
        <p role="status" className="text-xs text-warn">
          {NO_FILES}
        </p>
      )}
      {error && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {mouse && (
          <p className="me-auto text-xs text-faint">
            {t('{key} saves, Esc cancels', { key: sendKey === 'enter' ? 'Enter' : 'Ctrl+Enter' })}
          </p>
        )}
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button look="primary" type="submit" busy={pending} disabled={(left ?? 0) < 0}>
          {error ? t('Try again') : t('Save')}
        </Button>
      </div>
    </form>
  )
}
