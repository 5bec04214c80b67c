import { useCallback, useEffect, useState } from 'react'
import type { Me, Session } from '../../protocol.gen'
import { isSignedOut, type Api } from '../../sync/api'
import { backoff } from '../../sync/connection'
import type { SignedIn } from './context'

export type SessionState =
  | { readonly phase: 'checking' }
  | { readonly phase: 'unreachable'; readonly retry: () => void }
  | { readonly phase: 'signed-out'; readonly ended: boolean }
  /** Signed in, and nothing may be done before a second factor has been set up. `settle` once it has. */
  | { readonly phase: 'confined'; readonly me: Me; readonly settle: () => void }
  | ({ readonly phase: 'signed-in' } & SignedIn)

/** Begins and ends what exists only while somebody is signed in. Ends by itself when the server says it is over. */
export interface SessionParts {
  readonly api: Api
  /** False if nobody is known to be signed in here: asking would only earn a refusal. */
  mayBeSignedIn(): boolean
  /** Goes on with what this browser has kept, without waiting for the server. Null if it has kept nothing. */
  resume(): Promise<SignedIn | null>
  begin(me: Me): Promise<SignedIn>
  /** `forget`: also wipe what this browser keeps for the person. */
  end(signedIn: SignedIn, options: { forget: boolean }): Promise<void>
  /** Tells of a sign-out or a sign-in in another tab. */
  onChangedElsewhere(listener: () => void): () => void
}

export function useSessionState(parts: SessionParts) {
  const [state, setState] = useState<SessionState>(
    parts.mayBeSignedIn() ? { phase: 'checking' } : { phase: 'signed-out', ended: false },
  )

  const enter = useCallback(
    async (me: Me) => {
      if (me.needs_second_factor) {
        return setState({ phase: 'confined', me, settle: () => setState({ phase: 'checking' }) })
      }
      setState({ phase: 'signed-in', ...(await parts.begin(me)) })
    },
    [parts],
  )

  const isAsking = state.phase === 'checking' || state.phase === 'unreachable'
  useEffect(() => {
    if (!isAsking) return
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
    const resume = async () => {
      const signedIn = await parts.resume()
      if (signedIn) setState({ phase: 'signed-in', ...signedIn })
      else await check(1)
    }
    void resume()
    return () => clearTimeout(timer)
  }, [isAsking, enter, parts])

  useEffect(() => {
    if (state.phase === 'signed-out') {
      return parts.onChangedElsewhere(() => {
        if (parts.mayBeSignedIn()) setState({ phase: 'checking' })
      })
    }
    if (state.phase === 'confined') {
      return parts.api.onSignedOut(() => setState({ phase: 'signed-out', ended: true }))
    }
    if (state.phase !== 'signed-in') return
    const leave = (next: SessionState) => {
      void parts.end(state, { forget: false })
      setState(next)
    }
    const ended = { phase: 'signed-out', ended: true } as const
    const unhook = [
      parts.api.onSignedOut(() => leave(ended)),
      // It may be somebody else who is signed in now.
      parts.onChangedElsewhere(() => leave(parts.mayBeSignedIn() ? { phase: 'checking' } : ended)),
    ]
    return () => unhook.forEach((off) => off())
  }, [state, parts])

  const begin = useCallback((session: Session) => enter(session.me), [enter])
  const end = useCallback(async () => {
    if (state.phase !== 'signed-in' && state.phase !== 'confined') return
    await parts.api.call('session.end', {}).catch((error: unknown) => {
      // It is over already, as after deleting one's account.
      if (!isSignedOut(error)) throw error
    })
    if (state.phase === 'signed-in') await parts.end(state, { forget: true })
    setState({ phase: 'signed-out', ended: false })
  }, [state, parts])

  return { state, begin, end }
}
