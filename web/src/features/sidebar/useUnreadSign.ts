import { useEffect } from 'react'
import { newsCount } from '../../sync/mentions'
import logo from '../../ui/logo.svg'
import { useClientState } from '../session/context'
import { signedIcon } from './signedIcon'

/** More than this and nobody counts any more. */
const MOST_COUNTED = 99

/** Shows on the tab how much news there is: in its icon, and in what stands before its title. */
export function useUnreadSign(): string {
  const count = useClientState(newsCount)
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (link) link.href = count === 0 ? logo : signedIcon(Math.min(count, MOST_COUNTED))
  }, [count])
  if (count === 0) return ''
  return `(${count > MOST_COUNTED ? `${MOST_COUNTED}+` : count}) `
}
