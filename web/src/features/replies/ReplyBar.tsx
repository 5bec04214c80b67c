import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Quoted, Reply } from '../../sync/quotes'
import { IconButton } from '../../ui/Button'
import { useClient, useClientState } from '../session/context'
import { beginningOf } from '../text/beginning'
import { useQuoted } from './useQuoted'

interface Props {
  room: string
  reply: Reply
}

/** Above the text that one writes: what it answers. */
export function ReplyBar({ room, reply }: Props) {
  const client = useClient()
  const quoted: Quoted = useQuoted(room, reply.seq) ?? reply
  const name = useClientState(({ sync }) => sync.people[quoted.sender]?.name ?? '…')
  const text = quoted.erased
    ? t('This message was deleted. Your text is sent alone.')
    : beginningOf(quoted.body)
  return (
    <div
      role="group"
      aria-label={t('Replying to {name}', { name })}
      className="flex items-center gap-1 border-b border-line pb-1"
    >
      <p className="min-w-0 flex-1 border-s-2 border-accent ps-2 text-sm leading-5">
        <span className="block truncate text-soft">
          {phrase('Replying to {name}', { name: <bdi className="font-semibold text-ink">{name}</bdi> })}
        </span>
        <span className={`block truncate ${quoted.erased ? 'text-warn' : 'text-soft'}`} dir="auto">
          {text}
        </span>
      </p>
      <IconButton
        icon="close"
        label={t('Cancel the reply')}
        aria-keyshortcuts="Escape"
        onClick={() => {
          client.replyTo(room, null)
          document.querySelector<HTMLElement>('textarea[data-composer]')?.focus()
        }}
      />
    </div>
  )
}
