import { useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { Select } from '../../ui/Select'
import { usePending } from '../../ui/usePending'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import { EmojiPopover } from '../emoji/popover'
import { statusNow } from '../people/status'
import { FormError } from '../session/FormError'
import { useSignedIn } from '../session/context'
import { minutesOf, SPAN_WORDS, SPANS, type Span } from './spans'
import { useSelf } from './useSelf'

const OFTEN: readonly { emoji: string; text: string; span: Span }[] = [
  { emoji: '📅', text: t('In a meeting'), span: '1 hour' },
  { emoji: '🥪', text: t('Out for lunch'), span: '1 hour' },
  { emoji: '🎧', text: t('Focusing'), span: '4 hours' },
  { emoji: '🤒', text: t('Off sick'), span: 'today' },
  { emoji: '🌴', text: t('On holiday'), span: 'week' },
]

/** What one is doing: an emoji, some words, and for how long. */
export default function StatusDialog({ onClose }: { onClose: () => void }) {
  const { me } = useSignedIn()
  const self = useSelf()
  const known = statusNow(me.status, new Date())
  const [emoji, setEmoji] = useState(known?.emoji ?? '')
  const [text, setText] = useState(known?.text ?? '')
  const [span, setSpan] = useState<Span>('never')
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const { pending, error, run } = usePending<Error>()

  const save = (status: { emoji: string; text: string }) =>
    run(async () => {
      const minutes = minutesOf(span, new Date())
      await self.update({ status: { ...status, ...(minutes === undefined ? {} : { minutes }) } })
      onClose()
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save({ emoji, text: text.trim() })
  }

  return (
    <Dialog title={t('Your status')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <div className="flex items-end gap-2">
          <button
            type="button"
            aria-label={emoji ? t('Emoji: {emoji}. Choose another', { emoji }) : t('Choose an emoji')}
            className="flex size-10 touch:size-11 shrink-0 items-center justify-center rounded-lg border border-edge text-xl text-soft hover:bg-hover"
            onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
          >
            {emoji ? <EmojiSign emoji={emoji} /> : <Icon name="smile" />}
          </button>
          <div className="min-w-0 flex-1">
            <Field
              label={t('What are you doing?')}
              name="status"
              autoComplete="off"
              autoFocus
              maxLength={100}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </div>
        </div>
        <ul aria-label={t('Often used')} className="flex flex-wrap gap-2">
          {OFTEN.map((one) => (
            <li key={one.text}>
              <Button
                onClick={() => {
                  setEmoji(one.emoji)
                  setText(one.text)
                  setSpan(one.span)
                }}
              >
                <span aria-hidden="true">{one.emoji}</span>
                {one.text}
              </Button>
            </li>
          ))}
        </ul>
        <Select
          label={t('How long')}
          value={span}
          onChange={(event) => setSpan(event.currentTarget.value as Span)}
        >
          {SPANS.map((one) => (
            <option key={one} value={one}>
              {SPAN_WORDS[one]}
            </option>
          ))}
        </Select>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex flex-wrap justify-end gap-2">
          {known && (
            <Button look="plain" busy={pending} onClick={() => void save({ emoji: '', text: '' })}>
              {t('Clear status')}
            </Button>
          )}
          <Button look="primary" type="submit" busy={pending}>
            {t('Save')}
          </Button>
        </div>
      </form>
      {anchor && (
        <EmojiPopover
          anchor={anchor}
          onChoose={(chosen) => {
            setEmoji(chosen)
            setAnchor(null)
          }}
          onClose={() => setAnchor(null)}
        />
      )}
    </Dialog>
  )
}
