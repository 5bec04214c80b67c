import { Suspense, useMemo, type ReactNode } from 'react'
import type { RoomState } from '../../sync/state'
import { roomOf } from '../../sync/state'
import { useOverlay } from '../../ui/useOverlay'
import { ShellContext } from '../registry/context'
import type { Shell } from '../registry/feature'
import { SessionContext, SignedInContext, useClientState } from '../session/context'
import { clientIn, LOBBY, SILENT, type Scene } from './scene'

const EMPTY: Scene = {}

/** Shows what is in it as Ada sees it, in the lobby. */
export function Inside({ scene = EMPTY, children }: { scene?: Scene | undefined; children: ReactNode }) {
  const { show, overlay } = useOverlay()
  const { signedIn, session, shell } = useMemo(() => {
    const client = clientIn(scene)
    const { sync } = client.store.getState()
    const me = sync.me!
    const nothing = () => {}
    const shell: Shell = {
      client,
      me,
      room: roomOf(sync, LOBBY)?.info ?? null,
      go: nothing,
      walk: nothing,
      openPanel: nothing,
      show,
      say: nothing,
    }
    const session = {
      api: scene.api ?? SILENT,
      phase: 'signed-in' as const,
      me,
      ended: false,
      begin: () => Promise.resolve(),
      end: () => Promise.resolve(),
    }
    return { signedIn: { me, client }, session, shell }
  }, [scene, show])
  return (
    <SessionContext.Provider value={session}>
      <SignedInContext.Provider value={signedIn}>
        <ShellContext.Provider value={shell}>
          <Suspense>{children}</Suspense>
          {overlay}
        </ShellContext.Provider>
      </SignedInContext.Provider>
    </SessionContext.Provider>
  )
}

/** The lobby, for what is shown inside. */
export function useLobby(): RoomState {
  return useClientState(({ sync }) => roomOf(sync, LOBBY))!
}
