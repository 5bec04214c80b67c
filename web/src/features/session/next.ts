/** Where to go after signing in: a path of this very site, and nothing that only looks like one. */
export function safeNext(wanted: string | null, origin: string = window.location.origin): string {
  if (!wanted || !wanted.startsWith('/') || /[\\\p{Cc}]/u.test(decode(wanted))) return '/'
  try {
    const url = new URL(wanted, origin)
    const path = url.pathname + url.search + url.hash
    // `//host` and its encoded forms: a path for one reader, another site for the next.
    return url.origin === origin && !decode(path).startsWith('//') ? path : '/'
  } catch {
    return '/'
  }
}

export function signInPath(from: string): string {
  return from === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(from)}`
}

/** Until nothing is left to decode, as the most careless reader would. */
function decode(text: string): string {
  let before = text
  for (let rounds = 0; rounds < 4; rounds++) {
    try {
      const after = decodeURIComponent(before)
      if (after === before) return after
      before = after
    } catch {
      return before
    }
  }
  return before
}
