import { t } from '../../language/t'

const MINUTE = 60_000
const STEPS = [
  { ms: 365 * 24 * 60 * MINUTE, words: (count: number) => t('last {count} y // years ago', { count }) },
  { ms: 24 * 60 * MINUTE, words: (count: number) => t('last {count} d // days ago', { count }) },
  { ms: 60 * MINUTE, words: (count: number) => t('last {count} h // hours ago', { count }) },
  { ms: MINUTE, words: (count: number) => t('last {count} m // minutes ago', { count }) },
]

export const replyCount = (count: number): string =>
  t('{count, plural, one {# reply} other {# replies}}', { count })

/** How long ago the last reply was, as short as it can be said. */
export function lastReply(at: Date, now: Date): string {
  const ago = Math.max(0, now.getTime() - at.getTime())
  const step = STEPS.find(({ ms }) => ago >= ms)
  return step ? step.words(Math.floor(ago / step.ms)) : t('last just now')
}

/** What follows `thread/` in an address: the root, and perhaps the reply that is meant. */
export function threadNamed(argument: string | null): { root: number; reply: number | null } | null {
  const found = /^([1-9][0-9]{0,14})(?:-([1-9][0-9]{0,14}))?$/.exec(argument ?? '')
  return found && { root: Number(found[1]), reply: found[2] === undefined ? null : Number(found[2]) }
}
