import { createContext, useContext, useEffect } from 'react'
import { t } from '../language/t'

/** What stands before every title: how much is unread. */
export const TitlePrefix = createContext('')

/** What its administrators call this server. Before anybody is signed in, the name of the program. */
export const ServerName = createContext(t('Parley'))

/** Without a title of its own, a page has the server's name. */
export function useTitle(title: string | null): void {
  const prefix = useContext(TitlePrefix)
  const server = useContext(ServerName)
  useEffect(() => {
    document.title = prefix + (title === null ? server : `${title} · ${server}`)
  }, [prefix, title, server])
}
