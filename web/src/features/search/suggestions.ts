import { t } from '../../language/t'
import type { Card, Room } from '../../protocol.gen'
import { fold } from '../../ui/fold'
import { dayValue } from '../messages/times'

export interface Suggestion {
  readonly label: string
  readonly note: string
  /** The text with it. */
  readonly next: string
}

export interface Known {
  readonly people: readonly Pick<Card, 'name' | 'handle'>[]
  readonly rooms: readonly { readonly name: string; readonly info: Pick<Room, 'id' | 'slug'> }[]
  readonly now: Date
}

const SHOWN = 6
const DAY_MS = 86_400_000
const FILTERS = [
  ...['from:', 'in:', 'mentions:', 'has:link', 'has:poll', 'has:pin', 'is:thread', 'is:saved'],
  ...['before:', 'after:', 'during:'],
]
const UNFINISHED = /(^|\s)(-?)(from|in|mentions|has|is|before|after|during):(\S*)$/i

/** What could be typed next: a filter, or what one needs that has just been begun. */
export function suggestions(text: string, known: Known): Suggestion[] {
  const begun = UNFINISHED.exec(text)
  if (!begun) {
    if (text !== '' && !text.endsWith(' ')) return []
    return FILTERS.filter((label) => !text.includes(label)).map((label) => ({
      label,
      note: '',
      next: `${text}${label}${label.endsWith(':') ? '' : ' '}`,
    }))
  }
  const [, space = '', minus = '', operator = '', typed = ''] = begun
  const before = `${text.slice(0, begun.index)}${space}${minus}${operator.toLowerCase()}:`
  return valuesOf(operator.toLowerCase(), fold(typed), known)
    .filter(({ label }) => fold(label) !== fold(typed))
    .slice(0, SHOWN)
    .map(({ label, note }) => ({ label, note, next: `${before}${label} ` }))
}

type Value = Pick<Suggestion, 'label' | 'note'>

function valuesOf(operator: string, typed: string, { people, rooms, now }: Known): Value[] {
  switch (operator) {
    case 'mentions':
    case 'from': {
      const wanted = typed.replace(/^@/, '')
      return people
        .filter(({ name, handle }) => fold(`${name} ${handle}`).includes(wanted))
        .map(({ name, handle }) => ({ label: `@${handle}`, note: name }))
        .sort((a, b) => a.note.localeCompare(b.note))
    }
    case 'in': {
      const wanted = typed.replace(/^#/, '')
      return rooms
        .filter(({ name, info }) => fold(`${name} ${info.slug ?? info.id}`).includes(wanted))
        .map(({ name, info }) => ({ label: info.slug ? `#${info.slug}` : info.id, note: name }))
    }
    case 'has':
      return [
        { label: 'link', note: '' },
        { label: 'poll', note: '' },
        { label: 'pin', note: '' },
      ]
    case 'is':
      return [
        { label: 'thread', note: '' },
        { label: 'saved', note: '' },
      ]
    default:
      return days(now).filter(({ label }) => label.startsWith(typed))
  }
}

function days(now: Date): Value[] {
  const today = dayValue(now)
  return [
    { label: today, note: t('today // beside a date') },
    { label: dayValue(new Date(now.getTime() - DAY_MS)), note: t('yesterday // beside a date') },
    { label: today.slice(0, 7), note: t('this month // beside a date') },
    { label: today.slice(0, 4), note: t('this year // beside a date') },
  ]
}
