import { useClientState } from '../session/context'
import { bodyOf, lengthOf } from './body'

const LIMIT = 8000
/** Count the remaining characters from here on. */
const NEAR = 500

/** How many characters are left, once there are few. */
export function useLength(text: string): { limit: number; left: number | null } {
  const limit = useClientState((state) => state.sync.settings?.body_limit ?? LIMIT)
  const isNear = text.length > limit - NEAR
  return { limit, left: isNear ? limit - lengthOf(bodyOf(text)) : null }
}
