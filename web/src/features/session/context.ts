import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Me, Session } from '../../protocol.gen'
import type { Api } from '../../sync/api'
import type { Client } from '../../sync/client'
import type { ClientState } from '../../sync/store'
import type { SessionState } from './useSessionState'

/** What one may do about being signed in or not. */
export interface SessionControl {
  readonly api: Api
  readonly phase: SessionState['phase']
  /** Who is signed in here, if that is known. */
  readonly me: Me | null
  /** The last session here ended by itself: it ran out, or was ended from elsewhere. */
  readonly ended: boolean
  begin(session: Session): Promise<void>
  end(): Promise<void>
}

export interface SignedIn {
  readonly me: Me
  readonly client: Client
}

export const SessionContext = createContext<SessionControl | null>(null)
export const SignedInContext = createContext<SignedIn | null>(null)

export function useSession(): SessionControl {
  const session = useContext(SessionContext)
  if (!session) throw new Error('outside of a session')
  return session
}

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext)
  if (!signedIn) throw new Error('not signed in')
  // What this browser has kept of oneself may be older than what the server says.
  const me = useStore(signedIn.client.store, ({ sync }) => sync.me) ?? signedIn.me
  return { ...signedIn, me }
}

export function useClient(): Client {
  const signedIn = useContext(SignedInContext)
  if (!signedIn) throw new Error('not signed in')
  return signedIn.client
}

export function useClientState<T>(select: (state: ClientState) => T): T {
  return useStore(useClient().store, select)
}
