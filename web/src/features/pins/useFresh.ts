import { useCallback, useEffect, useRef, useState } from 'react'
import type { ServerFrame } from '../../protocol.gen'
import { useClient } from '../session/context'

/** What is heard at once needs one question. */
const TOGETHER_MS = 100

/** An answer that is asked for again as often as a frame says that it may be another by now. */
export function useFresh<T>(ask: () => Promise<T>, isOlder: (frame: ServerFrame) => boolean, key: string) {
  const client = useClient()
  const [found, setFound] = useState<T | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const latest = useRef({ ask, isOlder })
  latest.current = { ask, isOlder }
  const asked = useRef(0)
  /** What was heard while a question was under way: the answer may be of before, and may be about it. */
  const meanwhile = useRef<ServerFrame[] | null>(null)

  const load = useCallback(() => {
    const turn = ++asked.current
    meanwhile.current ??= []
    latest.current.ask().then(
      (answer) => {
        if (turn !== asked.current) return
        setFound(answer)
        setError(null)
      },
      (failure: unknown) => {
        if (turn !== asked.current) return
        meanwhile.current = null
        setError(failure instanceof Error ? failure : new Error(String(failure)))
      },
    )
  }, [])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = client.listen((frame) => {
      if (latest.current.isOlder(frame)) timer ??= setTimeout(again, TOGETHER_MS)
      else meanwhile.current?.push(frame)
    })
    function again() {
      timer = undefined
      load()
    }
    load()
    return () => {
      stop()
      clearTimeout(timer)
      asked.current++
    }
  }, [client, load, key])

  // Here `isOlder` knows the answer.
  useEffect(() => {
    if (found === null) return
    const frames = meanwhile.current ?? []
    meanwhile.current = null
    if (frames.some((frame) => latest.current.isOlder(frame))) load()
  }, [found, load])

  return { found, error, load }
}
