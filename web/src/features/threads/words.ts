const MINUTE = 60_000
const STEPS = [
  { ms: 365 * 24 * 60 * MINUTE, unit: 'y' },
  { ms: 24 * 60 * MINUTE, unit: 'd' },
  { ms: 60 * MINUTE, unit: 'h' },
  { ms: MINUTE, unit: 'm' },
] as const

export const replyCount = (count: number): string => `${count} ${count === 1 ? 'reply' : 'replies'}`

/** How long ago the last reply was, as short as it can be said. */
export function lastReply(at: Date, now: Date): string {
  const ago = Math.max(0, now.getTime() - at.getTime())
  const step = STEPS.find(({ ms }) => ago >= ms)
  return step ? `last ${Math.floor(ago / step.ms)} ${step.unit}` : 'last just now'
}

/** What follows `thread/` in an address: the root, and perhaps the reply that is meant. */
export function threadNamed(argument: string | null): { root: number; reply: number | null } | null {
  const found = /^([1-9][0-9]{0,14})(?:-([1-9][0-9]{0,14}))?$/.exec(argument ?? '')
  return found && { root: Number(found[1]), reply: found[2] === undefined ? null : Number(found[2]) }
}
