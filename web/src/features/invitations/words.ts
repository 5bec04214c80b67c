import { locale } from '../../language/languages'
import type { Invitation } from '../../protocol.gen'

export type InvitedRole = Invitation['role']

export const ROLE_WORDS: Readonly<Record<InvitedRole, string>> = {
  member: 'Member',
  guest: 'Guest: sees only the rooms they are put into',
  admin: 'Administrator',
}

export const USES = [1, 5, 10, 25, 100] as const

export const LIVES = [
  { hours: 1, words: '1 hour' },
  { hours: 24, words: '1 day' },
  { hours: 24 * 7, words: '7 days' },
  { hours: 24 * 30, words: '30 days' },
] as const

export function usesWords(uses: number): string {
  return uses === 1 ? '1 person' : `${uses} people`
}

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** How often and how long an invitation still works, and when somebody came by it. */
export function stateWords(invitation: Invitation): string {
  const { uses, uses_left, expires_at, last_used_at } = invitation
  const left = uses_left === uses ? `For ${usesWords(uses)}` : `${uses_left} of ${uses} left`
  const used = last_used_at === null ? 'not used yet' : `last used ${day.format(new Date(last_used_at))}`
  return `${left} · until ${moment.format(new Date(expires_at))} · ${used}`
}

/** Where an invitation leads. */
export function placesWords({ rooms, hidden_rooms, role }: Invitation): string {
  const names = rooms.map(({ name }) => name)
  if (hidden_rooms > 0) names.push(hidden_rooms === 1 ? 'a private room' : `${hidden_rooms} private rooms`)
  const where = names.length > 0 ? inOneLine(names) : 'This server'
  if (role === 'member') return where
  return `${where} (as ${role === 'admin' ? 'administrator' : 'guest'})`
}

export function inOneLine(names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
}
