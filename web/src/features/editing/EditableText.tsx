import { lazy } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../language/t'
import { fullTime } from '../messages/times'
import type { AroundMessageProps, MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { EditForm } from './EditForm'

const HistoryDialog = lazy(() => import('./HistoryDialog'))

/** A message's text, with word of its last edit; or, while it is being edited, the field in its place. */
export function EditableText({ message, acting, children }: AroundMessageProps) {
  const isEdited = useClientState(
    ({ editing }) => message !== null && editing?.place === message.place && editing.seq === message.seq,
  )
  if (message && isEdited) return <EditedText message={message} acting={acting} />
  return (
    <>
      {children}
      {message?.editedAt && <EditedMark message={message} acting={acting} at={message.editedAt} />}
    </>
  )
}

function EditedText({ message, acting }: MessageProps) {
  const { room, place, seq, body } = message
  const close = () => {
    acting.client.edit(null)
    acting.focusComposer(seq)
  }
  const erase = () => {
    // The field, which has the focus, goes away.
    flushSync(() => acting.client.edit(null))
    acting.focusMessage(seq)
    void acting.client.eraseMessage(place, seq)
  }
  return <EditForm room={room.id} place={place} seq={seq} body={body} onClose={close} onErase={erase} />
}

function EditedMark({ message, acting, at }: MessageProps & { at: Date }) {
  const { place, seq } = message
  return (
    <button
      type="button"
      title={t('Edited {time}', { time: fullTime(at) })}
      aria-label={t('Edited {time}. Show what it said before', { time: fullTime(at) })}
      className="ms-1 text-xs text-faint hover:underline"
      onClick={() => acting.show((close) => <HistoryDialog place={place} seq={seq} onClose={close} />)}
    >
      {t('(edited)')}
    </button>
  )
}
