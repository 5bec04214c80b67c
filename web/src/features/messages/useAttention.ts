import { useEffect, useState } from 'react'

/** Whether somebody is looking: the tab is in front and has the focus. */
export function useAttention(): boolean {
  const [attentive, setAttentive] = useState(isLooking)
  useEffect(() => {
    const update = () => setAttentive(isLooking())
    const events = ['focus', 'blur', 'visibilitychange'] as const
    for (const event of events) window.addEventListener(event, update, true)
    return () => {
      for (const event of events) window.removeEventListener(event, update, true)
    }
  }, [])
  return attentive
}

const isLooking = () => document.visibilityState === 'visible' && document.hasFocus()
