import type { LogName } from './logs'

/** Signals and their verbs as they travel. The generated types take the place of this file once they have them. */
export interface Signal {
  type: 'signal'
  kind: string
  log: LogName
  person?: string | null
  is_typing?: boolean | null
  count?: number | null
  state?: 'online' | 'away' | 'offline' | null
  last_seen?: string | null
}

export interface PersonPresence {
  readonly person: string
  readonly state: 'online' | 'away' | 'offline'
  readonly last_seen?: string | null
}

export interface SignalVerbs {
  'typing.set': { command: { room: string; is_typing: boolean }; result: unknown }
  'presence.set': { command: { state: 'online' | 'away' }; result: unknown }
  'presence.watch': {
    command: { room: string; people: string[] }
    result: { people: readonly PersonPresence[] }
  }
}

export type SendSignal = <V extends keyof SignalVerbs>(
  verb: V,
  command: SignalVerbs[V]['command'],
) => Promise<SignalVerbs[V]['result']>
