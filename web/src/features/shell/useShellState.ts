import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { roomCalled } from '../../sync/state'
import { useOverlay } from '../../ui/useOverlay'
import type { Shell } from '../registry/feature'
import { neighbour, useGrouped, type RoomGroups } from '../rooms/groups'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { keptLayout } from '../sidebar/layout'
import { roomAddress, type Address } from './address'
import { useLayers } from './layers'

export interface ShellState {
  readonly shell: Shell
  readonly groups: RoomGroups
  readonly said: string | null
  readonly forgetSaid: () => void
  /** The dialog that a feature shows. */
  readonly overlay: ReactNode
}

/** What features may ask of the shell, and what it shows for them. */
export function useShellState(address: Address | null, isHeld: boolean): ShellState {
  const client = useClient()
  const { me } = useSignedIn()
  const [, go] = useLocation()
  const layers = useLayers()
  const { show, overlay } = useOverlay()
  const [said, setSaid] = useState<{ readonly text: string } | null>(null)
  const reference = address?.page === 'room' ? address.reference : null
  const panel = address?.page === 'room' ? address.panel : null
  const seq = address?.page === 'room' ? address.seq : null
  const room = useClientState(({ sync }) =>
    reference === null ? null : (roomCalled(sync, reference)?.info ?? null),
  )

  // The same always: every message on the screen has it.
  const say = useCallback((text: string) => setSaid({ text }), [])
  const groups = useGrouped(room?.id ?? null, isHeld)
  const latest = useRef(groups)
  latest.current = groups

  const shell = useMemo(
    (): Shell => ({
      client,
      me,
      room,
      go,
      walk(step, onlyUnread) {
        const next = neighbour(latest.current, room?.id ?? null, step, {
          onlyUnread: onlyUnread ?? false,
          folded: keptLayout().collapsed,
        })
        if (next) go(next.path)
      },
      openPanel(path) {
        if (reference === null) return
        const [name = null, argument = null] = path.split('/')
        const to = roomAddress({ reference, seq, panel: name, argument })
        // Its button again: it closes.
        if (panel === name && argument === null) {
          return layers.leave(roomAddress({ reference, seq, panel: null, argument: null }))
        }
        // One person's profile lies over the list that led to it; another list takes the list's place.
        if (panel !== null && argument === null) layers.replace(to)
        else layers.enter(to)
      },
      show,
      say,
    }),
    [client, me, room, go, show, say, reference, seq, panel],
  )
  return {
    shell,
    groups,
    said: said?.text ?? null,
    forgetSaid: useCallback(() => setSaid(null), []),
    overlay,
  }
}
