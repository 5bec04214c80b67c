import { createContext, useContext, useEffect } from 'react'

/** What stands before every title: how much is unread. */
export const TitlePrefix = createContext('')

export function useTitle(title: string): void {
  const prefix = useContext(TitlePrefix)
  useEffect(() => {
    document.title = prefix + title
  }, [prefix, title])
}
