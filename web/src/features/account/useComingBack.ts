import { useEffect } from 'react'

/** Somebody looks at this page again: something may have been done elsewhere meanwhile, such as opening a letter. */
export function useComingBack(act: () => void): void {
  useEffect(() => {
    const ifSeen = () => {
      if (document.visibilityState === 'visible') act()
    }
    window.addEventListener('focus', ifSeen)
    document.addEventListener('visibilitychange', ifSeen)
    return () => {
      window.removeEventListener('focus', ifSeen)
      document.removeEventListener('visibilitychange', ifSeen)
    }
  }, [act])
}
