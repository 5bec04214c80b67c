import { useCallback, useEffect, useState } from 'react'
import type { Me, Session } from '../../protocol.gen'
import { isSignedOut, type Api } from '../../sync/api'
import { backoff } from '../../sync/connection'
import type { SignedIn } from './context'

export type SessionState =
  | { readonly phase: 'checking' }
  | { readonly phase: 'unreachable'; readonly retry: () => void }
  | { readonly phase: 'signed-out'; readonly ended: boolean }
  | ({ readonly phase: 'signed-in' } & SignedIn)

/** Begins and ends what exists only while somebody is signed in. Ends by itself when the server says it is over. */
export interface SessionParts {
  readonly api: Api
  /** False if nobody is known to be signed in here: asking would only earn a refusal. */
  mayBeSignedIn(): boolean
  begin(me: Me): Promise<SignedIn>
  /** `forget`: also wipe what this browser keeps for the person. */
  end(signedIn: SignedIn, options: { forget: boolean }): Promise<void>
  /** Tells of a sign-out in another tab. */
  onEndedElsewhere(listener: () => void): () => void
}

export function useSessionState(parts: SessionParts) {
  const [state, setState] = useState<SessionState>(
    parts.mayBeSignedIn() ? { phase: 'checking' } : { phase: 'signed-out', ended: false },
  )

  const enter = useCallback(
    async (me: Me) => setState({ phase: 'signed-in', ...(await parts.begin(me)) }),
    [parts],
  )

  useEffect(() => {
    if (!parts.mayBeSignedIn()) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let underWay = false
    const check = async (attempt: number) => {
      clearTimeout(timer)
      if (underWay) return
      underWay = true
      try {
        await enter(await parts.api.call('me.get', {}))
      } catch (error) {
        if (isSignedOut(error)) return setState({ phase: 'signed-out', ended: false })
        setState({ phase: 'unreachable', retry: () => void check(1) })
        timer = setTimeout(() => void check(attempt + 1), backoff(attempt, Math.random))
      } finally {
        underWay = false
      }
    }
    void check(1)
    return () => clearTimeout(timer)
  }, [enter, parts])

  useEffect(() => {
    if (state.phase !== 'signed-in') return
    const leave = () => {
      void parts.end(state, { forget: false })
      setState({ phase: 'signed-out', ended: true })
    }
    const unhook = [parts.api.onSignedOut(leave), parts.onEndedElsewhere(leave)]
    return () => unhook.forEach((off) => off())
  }, [state, parts])

  const begin = useCallback((session: Session) => enter(session.me), [enter])
  const end = useCallback(async () => {
    if (state.phase !== 'signed-in') return
    await parts.api.call('session.end', {})
    await parts.end(state, { forget: true })
    setState({ phase: 'signed-out', ended: false })
  }, [state, parts])

  return { state, begin, end }
}
