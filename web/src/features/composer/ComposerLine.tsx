import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import { UNNOTICED_MS } from '../../sync/connection'
import { useClientState } from '../session/context'
import { TypingLine } from '../typing/TypingLine'
import { ComposerNotes } from './SendingButtons'
import { TextLeft } from './TextLeft'

interface Props {
  room: string
  /** Said for a moment instead of everything else. */
  notice: string | null
  countId: string
  left: number | null
  limit: number
}

/** One line above the field, there also while it is empty: nothing moves for what it says. */
export function ComposerLine({ room, notice, countId, left, limit }: Props) {
  const isOffline = useOffline()
  const waiting = useClientState(
    ({ outbox }) => outbox.filter((item) => item.room === room && !item.sent && !item.failed).length,
  )
  const words = notice ?? (isOffline ? offlineWords(waiting) : null)
  return (
    <div className="flex h-5 items-center gap-2">
      <div className="min-w-0 flex-1">
        <p role="status" className="truncate px-1 text-xs leading-5 text-warn">
          {words}
        </p>
        {/* Below a line that is full it is out of sight, and goes on listening. */}
        <div className={words === null ? '' : 'sr-only'}>
          <TypingLine room={room} />
        </div>
      </div>
      <ComposerNotes place={room} />
      <TextLeft id={countId} left={left} limit={limit} />
    </div>
  )
}

function offlineWords(waiting: number): string {
  if (waiting === 0) return t('You can go on writing: it is sent later.')
  return t('{count, plural, one {# message is waiting.} other {# messages are waiting.}}', { count: waiting })
}

/** Whether the connection has been away for longer than nobody notices. */
function useOffline(): boolean {
  const since = useClientState(({ connection }) => ('since' in connection ? connection.since : null))
  const [late, setLate] = useState<number | null>(null)
  useEffect(() => {
    if (since === null) return
    const timer = setTimeout(() => setLate(since), since + UNNOTICED_MS - performance.now())
    return () => clearTimeout(timer)
  }, [since])
  return since !== null && late === since
}
