import type { AuditEntry } from '../../protocol.gen'

export interface AuditFilter {
  /** The beginning of an action's name. */
  readonly action: string
  readonly about: string | null
  readonly since: string | null
  readonly until: string | null
}

export const EVERYTHING: AuditFilter = { action: '', about: null, since: null, until: null }

/** What can be looked for, by the beginning of the actions' names. */
export const KINDS: readonly (readonly [string, string])[] = [
  ['', 'Everything'],
  ['session.', 'Signing in and out'],
  ['account.', 'Accounts, passwords, addresses'],
  ['identity.', 'Linked accounts'],
  ['provider.', 'Refused by a provider'],
  ['user.', 'Roles and deactivations'],
  ['invite.', 'Invitations'],
  ['server.', 'The server’s choices'],
  ['room.', 'Rooms'],
  ['member.', 'Members of rooms'],
  ['message.', 'Messages'],
  ['cli.', 'From the command line'],
]

/** `user.set_role` is "User: set role". */
export function actionWords(action: string): string {
  const [noun = '', ...rest] = action.replaceAll('_', ' ').split('.')
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}${rest.length > 0 ? `: ${rest.join(' ')}` : ''}`
}

export function detailWords(details: AuditEntry['details']): string {
  return Object.entries(details)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value === null ? 'none' : String(value)}`)
    .join(', ')
}

/** The moment at which a day begins here, as the server reads it. */
export function dayBegins(day: string): string | null {
  return day === '' ? null : new Date(`${day}T00:00:00`).toISOString()
}

/** The moment at which the day after it begins here. */
export function dayAfter(day: string): string | null {
  if (day === '') return null
  const next = new Date(`${day}T00:00:00`)
  next.setDate(next.getDate() + 1)
  return next.toISOString()
}
