import type { Arranging } from '../../sync/arranging'
import type { Shell } from '../registry/feature'

/** Before which one of an order one stands after it has moved: null for the end, undefined where it cannot move. */
export function placeAfterMove(
  order: readonly string[],
  one: string,
  step: 1 | -1,
): string | null | undefined {
  const at = order.indexOf(one)
  const to = at + step
  if (at < 0 || to < 0 || to >= order.length) return undefined
  return (step < 0 ? order[to] : order[to + 1]) ?? null
}

export function arrange(shell: Shell, work: (arranging: Arranging) => Promise<void>): void {
  attempt(shell, shell.client.arranging().then(work))
}

/** Says what went wrong, if something does. */
export function attempt(shell: Shell, work: Promise<void>): void {
  work.catch((error: unknown) => shell.say(error instanceof Error ? error.message : String(error)))
}
