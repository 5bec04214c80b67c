import { useEffect, useState } from 'react'

/** A timer that is set for longer than this goes off at once. */
const LONGEST_MS = 24 * 60 * 60 * 1000

/** Whether this moment has come. Changes when it does. */
export function useIsOver(at: Date | null): boolean {
  const [now, setNow] = useState(() => Date.now())
  const end = at?.getTime() ?? Infinity
  const isOver = end <= now
  useEffect(() => {
    if (isOver || end === Infinity) return
    const timer = setTimeout(
      () => setNow(Date.now()),
      Math.min(Math.max(end - Date.now(), 0) + 10, LONGEST_MS),
    )
    return () => clearTimeout(timer)
  }, [end, isOver, now])
  return isOver
}
