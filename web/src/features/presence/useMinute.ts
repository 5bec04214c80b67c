import { useEffect, useState } from 'react'

/** The time, once a minute: words like "12 minutes ago" change no faster. */
export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
