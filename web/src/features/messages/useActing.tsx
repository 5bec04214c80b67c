import { useMemo, type ReactNode, type RefObject } from 'react'
import { isModerator } from '../../sync/state'
import { useOverlay } from '../../ui/useOverlay'
import { useShell } from '../registry/context'
import type { Acting } from '../registry/feature'
import { useClient, useClientState, useSignedIn } from '../session/context'

/** What a timeline does for the actions on its messages, and the dialog that one of them has opened. */
export function useActing(
  room: string,
  scroller: RefObject<HTMLElement | null>,
): { readonly acting: Acting; readonly overlay: ReactNode } {
  const client = useClient()
  const { me } = useSignedIn()
  const shell = useShell()
  const moderates = useClientState(({ sync }) => isModerator(sync, room))
  const { show, overlay } = useOverlay()

  const acting = useMemo((): Acting => {
    const focusMessage = (seq: number) =>
      scroller.current
        ?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`)
        ?.focus({ preventScroll: true })
    return {
      client,
      me,
      isModerator: moderates,
      show,
      say: shell.say,
      openPanel: shell.openPanel,
      focusMessage,
      focusComposer(seq) {
        // On a touch screen that would open the keyboard again.
        if (!matchMedia('(pointer: fine)').matches) return focusMessage(seq)
        document.querySelector<HTMLElement>('textarea[data-composer]')?.focus()
      },
    }
  }, [client, me, moderates, scroller, shell, show])

  return { acting, overlay }
}
