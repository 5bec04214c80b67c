import { useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import type { Place } from '../../sync/places'
import { Button, IconButton } from '../../ui/Button'
import { Check } from '../../ui/Check'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { usePending } from '../../ui/usePending'
import { isComposing } from '../composer/keys'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { CLOSING_WORDS, CLOSINGS, closesAt, localValue, type Closing } from './closing'
import type { Prefilled } from './command'
import {
  filled,
  LEAST,
  MOST,
  OPTION_LIMIT,
  problemWith,
  QUESTION_LIMIT,
  withOption,
  without,
  type Line,
} from './lines'

interface Props {
  place: Place
  prefilled?: Prefilled | undefined
  onClose: (isSent: boolean) => void
}

/** A new poll. What was typed stays until it is sent. */
export default function PollDialog({ place, prefilled, onClose }: Props) {
  const client = useClient()
  const [question, setQuestion] = useState(prefilled?.question ?? '')
  const [lines, setLines] = useState<readonly Line[]>(() => filled(prefilled?.options ?? []))
  const [isMultiple, setMultiple] = useState(false)
  const [isAnonymous, setAnonymous] = useState(false)
  const [closing, setClosing] = useState<Closing>('never')
  const [typed, setTyped] = useState(() => localValue(new Date(Date.now() + 3_600_000)))
  const clientId = useRef(newClientId())
  const { pending, error, run } = usePending<Error>()
  const cancel = () => onClose(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const options = lines.map(({ text }) => text.trim()).filter((text) => text !== '')
      const problem = problemWith(question.trim(), options)
      if (problem) throw new Error(problem)
      const terms = {
        multiple: isMultiple,
        anonymous: isAnonymous,
        closes_at: closesAt(closing, typed, new Date()),
      }
      try {
        const polling = await client.polling()
        await polling.create(place, { question: question.trim(), options, ...terms }, clientId.current)
      } catch (failure) {
        // What was refused will be another poll the next time. Without an answer, the same one asks for the first's.
        if (failure instanceof Refusal && !failure.retryable) clientId.current = newClientId()
        throw failure
      }
      onClose(true)
    })
  }

  return (
    <Dialog title={t('Create a poll')} onClose={cancel}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('Question')}
          autoFocus
          required
          dir="auto"
          autoComplete="off"
          maxLength={QUESTION_LIMIT}
          placeholder={t('What do you want to know?')}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Options lines={lines} onChange={setLines} />
        <fieldset className="flex flex-col">
          <legend className="sr-only">{t('Voting')}</legend>
          <Check label={t('People can choose several options')} checked={isMultiple} onChange={setMultiple} />
          <Check
            label={t('Anonymous: nobody sees who voted')}
            checked={isAnonymous}
            onChange={setAnonymous}
          />
        </fieldset>
        <Select
          label={t('Closes // a label: when a poll ends')}
          value={closing}
          onChange={(event) => setClosing(event.currentTarget.value as Closing)}
        >
          {CLOSINGS.map((one) => (
            <option key={one} value={one}>
              {CLOSING_WORDS[one]}
            </option>
          ))}
        </Select>
        {closing === 'at' && (
          <Field
            label={t('Date and time')}
            type="datetime-local"
            required
            min={localValue(new Date())}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={cancel}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending}>
            {t('Send poll')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Options({
  lines,
  onChange,
}: {
  lines: readonly Line[]
  onChange: (lines: readonly Line[]) => void
}) {
  const box = useRef<HTMLFieldSetElement>(null)
  /** The place of the field that takes the focus once it is there. */
  const next = useRef<number | null>(null)
  const fields = () => [...(box.current?.querySelectorAll('input') ?? [])]
  useLayoutEffect(() => {
    if (next.current === null) return
    fields()[next.current]?.focus()
    next.current = null
  })
  const add = () => {
    next.current = lines.length
    onChange(withOption(lines))
  }
  const remove = (at: number) => {
    next.current = Math.max(0, at - 1)
    onChange(without(lines, at))
  }
  /** Enter goes to the next option, which is made if there is none. */
  const onEnter = (event: KeyboardEvent, at: number) => {
    if (event.key !== 'Enter' || isComposing(event) || lines[at]?.text.trim() === '') return
    event.preventDefault()
    if (at + 1 < lines.length) fields()[at + 1]?.focus()
    else if (lines.length < MOST) add()
  }
  return (
    <fieldset ref={box} className="flex flex-col gap-2">
      <legend className="pb-1.5 text-sm font-medium">{t('Options')}</legend>
      {lines.map(({ key, text }, at) => (
        <div key={key} className="flex items-center gap-1">
          <input
            aria-label={t('Option {number}', { number: at + 1 })}
            dir="auto"
            autoComplete="off"
            enterKeyHint="next"
            required={at < LEAST}
            maxLength={OPTION_LIMIT}
            placeholder={t('Option {number}', { number: at + 1 })}
            value={text}
            onChange={(event) =>
              onChange(
                lines.map((line) => (line.key === key ? { key, text: event.currentTarget.value } : line)),
              )
            }
            onKeyDown={(event) => onEnter(event, at)}
            className="h-10 touch:h-11 w-full min-w-0 rounded-lg border border-edge bg-raised px-3 text-base touch:text-[16px] placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
          {lines.length > LEAST && (
            <IconButton
              icon="close"
              label={t('Remove option {number}', { number: at + 1 })}
              onClick={() => remove(at)}
            />
          )}
        </div>
      ))}
      {lines.length < MOST && (
        <Button look="plain" className="-ms-1 self-start" onClick={add}>
          {t('Add option')}
        </Button>
      )}
    </fieldset>
  )
}
