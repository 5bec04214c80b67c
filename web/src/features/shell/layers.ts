import { useCallback } from 'react'
import { useLocation } from 'wouter'

/** In the entry of the browser's history: the one before it is what this one lies over. */
interface Layer {
  readonly over: true
}

function isLayer(state: unknown): state is Layer {
  return typeof state === 'object' && state !== null && 'over' in state
}

export interface Layers {
  /** Opens an address over the present one. Back, and `leave`, lead back to it. */
  enter(path: string): void
  /** Shows another address in the place of the present layer. */
  replace(path: string): void
  /** Back to what lies below; where somebody came here directly, `below` is that. */
  leave(below: string): void
}

/** Pages over pages, as the browser's Back sees them. */
export function useLayers(): Layers {
  const [, go] = useLocation()
  const enter = useCallback((path: string) => go(path, { state: { over: true } satisfies Layer }), [go])
  const replace = useCallback(
    (path: string) => go(path, { replace: true, state: window.history.state as unknown }),
    [go],
  )
  const leave = useCallback(
    (below: string) => {
      if (isLayer(window.history.state)) window.history.back()
      else go(below, { replace: true })
    },
    [go],
  )
  return { enter, replace, leave }
}
