import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Invitation } from '../../protocol.gen'

export type InvitedRole = Invitation['role']

export const ROLE_WORDS: Readonly<Record<InvitedRole, string>> = {
  member: t('Member'),
  guest: t('Guest: sees only the rooms they are put into'),
  admin: t('Administrator'),
}

export const USES = [1, 5, 10, 25, 100] as const

export const LIVES = [
  { hours: 1, words: t('1 hour') },
  { hours: 24, words: t('1 day') },
  { hours: 24 * 7, words: t('7 days') },
  { hours: 24 * 30, words: t('30 days') },
] as const

export function usesWords(uses: number): string {
  return t('{count, plural, one {# person} other {# people}}', { count: uses })
}

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** How often and how long an invitation still works, and when somebody came by it. */
export function stateWords(invitation: Invitation): string {
  const { uses, uses_left, expires_at, last_used_at } = invitation
  const left =
    uses_left === uses
      ? t('For {count, plural, one {# person} other {# people}}', { count: uses })
      : t('{left} of {all} left', { left: uses_left, all: uses })
  const used =
    last_used_at === null
      ? t('not used yet')
      : t('last used {day}', { day: day.format(new Date(last_used_at)) })
  const until = t('until {time}', { time: moment.format(new Date(expires_at)) })
  return `${left} · ${until} · ${used}`
}

/** Where an invitation leads. */
export function placesWords({ rooms, hidden_rooms, role }: Invitation): string {
  const names = rooms.map(({ name }) => name)
  if (hidden_rooms > 0)
    names.push(t('{count, plural, one {a private room} other {# private rooms}}', { count: hidden_rooms }))
  const where = names.length > 0 ? inOneLine(names) : t('This server')
  if (role === 'member') return where
  return t('{where} (as {role, select, admin {administrator} other {guest}})', { where, role })
}

export function inOneLine(names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names)
}
