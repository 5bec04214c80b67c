import { useEffect, useState } from 'react'

/**
 * The token of a link from a letter. It comes after the `#`, so that no server or log ever sees it, and leaves the
 * address at once: it is in no picture of the screen, and the history does not keep it.
 */
export function useLinkToken(): string {
  const [token, setToken] = useState(() => takeToken(window))
  // Another link that is opened in the same tab differs only behind the `#`: the browser does not load the page anew.
  useEffect(() => {
    const take = () => {
      const next = takeToken(window)
      if (next) setToken(next)
    }
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [])
  return token
}

export function takeToken({ location, history }: Pick<Window, 'location' | 'history'>): string {
  const token = location.hash.slice(1)
  if (token) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
