import { useCallback } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { Session } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { useSession } from './context'

/**
 * Signs in by whatever `ask` asks of the server. Where a second factor is required, the page for it comes next, and knows
 * from the history's entry how signing in goes on.
 */
export function useSignIn(): (ask: () => Promise<Session>, next?: string) => Promise<void> {
  const { begin } = useSession()
  const [, go] = useLocation()
  const search = useSearch()
  return useCallback(
    async (ask, next) => {
      try {
        await begin(await ask())
        if (next) go(next, { replace: true })
      } catch (error) {
        if (!(error instanceof Refusal) || error.step === null) throw error
        const after = next ? `next=${encodeURIComponent(next)}` : search
        go(`/sign-in/code${after && `?${after}`}`, { state: { step: error.step } })
      }
    },
    [begin, go, search],
  )
}

/** The step with which signing in goes on, as the page before left it. */
export function stepBefore(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('step' in state)) return null
  return typeof state.step === 'string' ? state.step : null
}
