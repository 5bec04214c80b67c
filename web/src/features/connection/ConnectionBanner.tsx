import { useEffect, useState, type ReactNode } from 'react'
import { UNNOTICED_MS } from '../../sync/connection'
import { useClient, useClientState } from '../session/context'
import { useUpdates } from '../update/context'

export function ConnectionBanner() {
  const client = useClient()
  const updates = useUpdates()
  const connection = useClientState((state) => state.connection)
  const since = 'since' in connection ? connection.since : null
  const now = useNow(since !== null)

  if (connection.phase === 'outdated') {
    return (
      <Banner action="Reload" onAction={() => void updates.reload()}>
        <strong className="font-semibold">Parley has been updated.</strong> Reload this page to go on. What
        you have written is kept.
      </Banner>
    )
  }
  if (since === null || now - since < UNNOTICED_MS) return null
  const seconds =
    connection.phase === 'waiting' ? Math.max(0, Math.ceil((connection.retryAt - now) / 1000)) : 0
  return (
    <Banner action="Retry now" onAction={client.retryConnection}>
      <strong className="font-semibold">Not connected.</strong>{' '}
      {seconds > 0 ? (
        <>
          Next try in <span aria-hidden="true">{seconds} s</span>
          <span className="sr-only">a moment</span>.
        </>
      ) : (
        'Trying…'
      )}{' '}
      What you write is kept and sent later.
    </Banner>
  )
}

function Banner(props: { children: ReactNode; action: string; onAction: () => void }) {
  return (
    <div
      role="status"
      className="flex min-h-10 shrink-0 items-center justify-center gap-x-3 border-b border-line bg-warn-tint px-4 py-1 text-sm text-warn"
    >
      <span>{props.children}</span>
      <button
        type="button"
        className="h-9 touch:h-11 shrink-0 rounded px-2 font-semibold underline underline-offset-3 hover:no-underline"
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
