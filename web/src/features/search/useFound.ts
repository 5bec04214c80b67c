import { useCallback, useEffect, useRef, useState } from 'react'
import type { Card, SearchHit } from '../../protocol.gen'
import { useSession, useSignedIn } from '../session/context'
import { keep, keptFor } from './kept'
import type { Order } from './useQuery'

export interface Found {
  readonly hits: readonly SearchHit[]
  readonly people: Readonly<Record<string, Card>>
  readonly error: Error | null
  readonly isLoading: boolean
  readonly nearly: boolean
  /** What is shown answers what was typed before. */
  readonly isStale: boolean
  readonly hasMore: boolean
  readonly more: () => void
  readonly tryAgain: () => void
  /** What these hits answer. */
  readonly key: string
}

export interface Answer {
  readonly key: string
  readonly hits: readonly SearchHit[]
  readonly people: Readonly<Record<string, Card>>
  readonly next: string | null
  /** No message has the words as they were typed. */
  readonly nearly: boolean
}

const NOTHING: Answer = { key: '', hits: [], people: {}, next: null, nearly: false }

/** What a query finds, a page at a time. An answer that comes after a later question is dropped. */
export function useFound(query: string, order: Order): Found {
  const { api } = useSession()
  const { me } = useSignedIn()
  const key = [me.id, order, query].join(' ')
  const [answer, setAnswer] = useState<Answer>(() => keptFor(key)?.answer ?? NOTHING)
  const [error, setError] = useState<Error | null>(null)
  const [isLoading, setLoading] = useState(false)
  const question = useRef(0)

  const ask = useCallback(
    (after: Answer | null) => {
      const mine = ++question.current
      setLoading(true)
      setError(null)
      const offset_minutes = -new Date().getTimezoneOffset()
      const further = after?.next ? { after: after.next } : {}
      api
        .call('search.messages', { query, order, offset_minutes, ...further })
        .then((page) => {
          if (mine !== question.current) return
          const hits = [...(after?.hits ?? []), ...page.hits]
          const people = { ...after?.people, ...page.people }
          const now = { key, hits, people, next: page.next, nearly: after?.nearly || page.nearly }
          keep(now)
          setAnswer(now)
          setLoading(false)
        })
        .catch((problem: unknown) => {
          if (mine !== question.current) return
          setError(problem instanceof Error ? problem : new Error(String(problem)))
          if (!after) setAnswer({ ...NOTHING, key })
          setLoading(false)
        })
    },
    [api, key, query, order],
  )

  useEffect(() => {
    if (query === '') {
      question.current++
      setAnswer(NOTHING)
      setError(null)
      setLoading(false)
    } else if (answer.key !== key) ask(null)
  }, [key])
  // Nobody is there any more to be answered.
  useEffect(() => () => void question.current++, [])

  return {
    ...answer,
    error,
    isLoading,
    isStale: answer.key !== key,
    hasMore: answer.next !== null && answer.key === key,
    more: () => ask(answer),
    tryAgain: () => ask(null),
  }
}
