import type { LogName } from './logs'

/** Signals and their verbs as they travel. The generated types take the place of this file once they have them. */
export interface TypingSignal {
  readonly type: 'signal'
  readonly kind: 'typing'
  readonly log: LogName
  readonly person?: string | null
  readonly is_typing?: boolean
  readonly count?: number | null
}

export interface PresenceSignal {
  readonly type: 'signal'
  readonly kind: 'presence'
  readonly log: LogName
  readonly person: string
  readonly state: 'online' | 'away' | 'offline'
  readonly last_seen?: string | null
}

export type Signal = TypingSignal | PresenceSignal

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
