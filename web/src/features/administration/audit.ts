import { t } from '../../language/t'
import type { AuditEntry } from '../../protocol.gen'
import { ACTS, DETAILS } from './acts'

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
  ['', t('Everything')],
  ['session.', t('Signing in and out')],
  ['account.', t('Accounts, passwords, addresses')],
  ['identity.', t('Linked accounts')],
  ['provider.', t('Refused by a provider')],
  ['user.', t('Roles and deactivations')],
  ['invite.', t('Invitations')],
  ['server.', t('The server’s choices')],
  ['room.', t('Rooms')],
  ['member.', t('Members of rooms')],
  ['message.', t('Messages')],
  ['report.', t('Reports')],
  ['held.', t('Held messages')],
  ['cli.', t('From the command line')],
]

/** `user.set_role` is "User: set role". */
export function actionWords(action: string): string {
  const known = Object.hasOwn(ACTS, action) ? ACTS[action] : undefined
  if (known !== undefined) return known
  const [noun = '', ...rest] = action.replaceAll('_', ' ').split('.')
  return `${noun.charAt(0).toUpperCase()}${noun.slice(1)}${rest.length > 0 ? `: ${rest.join(' ')}` : ''}`
}

export function detailWords(details: AuditEntry['details']): string {
  return Object.entries(details)
    .map(([name, value]) => `${detailName(name)}: ${value === null ? t('none // no value') : String(value)}`)
    .join(', ')
}

function detailName(name: string): string {
  return (Object.hasOwn(DETAILS, name) ? DETAILS[name] : undefined) ?? name.replaceAll('_', ' ')
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
