import { Suspense, useCallback, useState, type ReactNode } from 'react'
import { KeysHeld } from './KeysHeld'

/** A dialog or a popover, until it calls `close`. It may be loaded when it is first shown. */
export type Overlay = (close: () => void) => ReactNode

/** Shows one at a time. While it loads nothing is shown: it would be a flash. */
export function useOverlay(): { readonly show: (overlay: Overlay) => void; readonly overlay: ReactNode } {
  const [shown, setShown] = useState<{ readonly overlay: Overlay } | null>(null)
  const show = useCallback((overlay: Overlay) => setShown({ overlay }), [])
  const close = useCallback(() => setShown(null), [])
  return { show, overlay: shown && <Suspense fallback={<KeysHeld />}>{shown.overlay(close)}</Suspense> }
}
