import { useEffect, useState, type ReactNode } from 'react'
import { t } from '../../language/t'
import { UNNOTICED_MS } from '../../sync/connection'
import { useClient, useClientState } from '../session/context'
import { useUpdates } from '../update/context'

/** Why nothing new comes, and what to do. Lies over the page's edge and moves nothing: a connection comes and goes while people read. */
export default function ConnectionNote() {
  const client = useClient()
  const updates = useUpdates()
  const connection = useClientState((state) => state.connection)
  const since = 'since' in connection ? connection.since : null
  const now = useNow(since !== null)

  if (connection.phase === 'outdated') {
    return (
      <Note action={t('Reload')} onAction={() => void updates.reload()}>
        <strong className="font-semibold">{t('Parley has been updated.')}</strong>{' '}
        {t('Reload this page to go on. What you have written is kept.')}
      </Note>
    )
  }
  if (since === null || now - since < UNNOTICED_MS) return null
  const seconds =
    connection.phase === 'waiting' ? Math.max(0, Math.ceil((connection.retryAt - now) / 1000)) : 0
  return (
    <Note action={t('Retry now')} onAction={client.retryConnection}>
      <strong className="font-semibold">{t('Not connected.')}</strong>{' '}
      {seconds > 0 ? (
        <>
          <span aria-hidden="true">{t('Next try in {seconds} s.', { seconds })}</span>
          <span className="sr-only">{t('Next try in a moment.')}</span>
        </>
      ) : (
        t('Trying…')
      )}{' '}
      {t('What you write is kept and sent later.')}
    </Note>
  )
}

function Note(props: { children: ReactNode; action: string; onAction: () => void }) {
  return (
    <div
      role="status"
      className="absolute start-2 z-30 flex items-center gap-x-2 rounded-xl border border-warn bg-warn-tint py-1 ps-3 pe-1 text-sm text-warn shadow-lift max-md:end-2 max-md:top-[calc(3.75rem+env(safe-area-inset-top))] md:bottom-16 md:w-[calc(var(--sidebar)-1rem)]"
    >
      <span className="min-w-0 flex-1 py-1">{props.children}</span>
      <button
        type="button"
        className="h-9 touch:h-11 shrink-0 rounded-lg px-2 font-semibold underline underline-offset-3 hover:no-underline"
        onClick={props.onAction}
      >
        {props.action}
      </button>
    </div>
  )
}

/** The clock that the connection's times are in, four times a second while somebody looks at it. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(performance.now()), 250)
    return () => clearInterval(timer)
  }, [running])
  return now
}
