import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'

const REST_MS = 180

export type Order = 'newest' | 'best'

/** What is looked for. It is in the address, so Back and a reload lead to the same. */
export function useQuery() {
  const params = new URLSearchParams(useSearch())
  const query = params.get('q')?.trim() ?? ''
  const order: Order = params.get('order') === 'best' ? 'best' : 'newest'
  const [path, go] = useLocation()
  const [text, setText] = useState(query)
  const written = useRef(query)

  const write = useCallback(
    (next: string, by: Order) => {
      written.current = next.trim()
      const now = new URLSearchParams()
      if (next.trim() !== '') now.set('q', next.trim())
      if (by === 'best') now.set('order', by)
      const search = now.toString()
      go(search ? `${path}?${search}` : path, { replace: true, state: window.history.state as unknown })
    },
    [go, path],
  )

  // Not at every letter: each change is a search, and some browsers count changes of the address.
  useEffect(() => {
    if (text.trim() === written.current) return
    const timer = setTimeout(() => write(text, order), REST_MS)
    return () => clearTimeout(timer)
  }, [text, order, write])

  // Somebody went back, or came from the palette.
  useEffect(() => {
    if (query === written.current) return
    written.current = query
    setText(query)
  }, [query])

  return { text, setText, query, order, setOrder: (next: Order) => write(text, next) }
}
