/** What a view may know of the connection. */
export type ConnectionState =
  | { readonly phase: 'connecting'; readonly since: number | null }
  | { readonly phase: 'live' }
  /** Not connected; the next try is at `retryAt`. `since` is when the connection was lost. Both in the clock's ms. */
  | { readonly phase: 'waiting'; readonly since: number; readonly retryAt: number }
  | { readonly phase: 'stopped' }
  /** The server speaks another version than this page: only reloading helps. */
  | { readonly phase: 'outdated' }

/** A shorter loss than this is nobody's business: the back-off mends it before one has read about it. */
export const UNNOTICED_MS = 3_000

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** Between two tries to connect while somebody looks at the page, and while nobody does. */
export const LONGEST_WAIT_SEEN_MS = 5_000
export const LONGEST_WAIT_HIDDEN_MS = 60_000

/** Full jitter: anywhere up to a bound that doubles, so that a crowd cut at once does not come back at once. */
export function backoff(attempt: number, random: () => number, longest = LONGEST_WAIT_MS): number {
  return Math.round(random() * Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(attempt, 16)))
}
