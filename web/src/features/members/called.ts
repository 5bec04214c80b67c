import type { Card } from '../../protocol.gen'
import { fold } from '../../ui/fold'

/** Whether a person's name or handle has what somebody typed in it, whatever its accents and capitals. */
export function isCalled(card: Pick<Card, 'name' | 'handle'> | undefined, typed: string): boolean {
  return fold(`${card?.name ?? ''} @${card?.handle ?? ''}`).includes(fold(typed.trim()))
}
