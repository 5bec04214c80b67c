import { useEffect } from 'react'
import logo from '../../ui/logo.svg'
import { inOrder, type RoomGroups } from '../rooms/groups'
import { signedIcon } from './signedIcon'

/** More than this and nobody counts any more. */
const MOST_COUNTED = 99

/** Shows on the tab how many rooms have something unread: in its icon, and in what stands before its title. */
export function useUnreadSign(groups: RoomGroups): string {
  const count = inOrder(groups).filter(({ unread }) => unread > 0).length
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (link) link.href = count === 0 ? logo : signedIcon(Math.min(count, MOST_COUNTED))
  }, [count])
  if (count === 0) return ''
  return `(${count > MOST_COUNTED ? `${MOST_COUNTED}+` : count}) `
}
