import { useEffect } from 'react'
import { useClient } from '../session/context'

/** Tells the room that somebody writes in it. Returns what to call with each new text. */
export function useTyping(room: string): (text: string) => void {
  const { signals } = useClient()
  useEffect(() => {
    const pauseIfHidden = () => {
      if (document.visibilityState === 'hidden') signals.paused(room)
    }
    document.addEventListener('visibilitychange', pauseIfHidden)
    return () => {
      document.removeEventListener('visibilitychange', pauseIfHidden)
      signals.paused(room)
    }
  }, [signals, room])
  return (text) => signals.typed(room, text)
}
