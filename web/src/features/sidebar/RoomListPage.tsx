import { useContext, useRef } from 'react'
import { t } from '../../language/t'
import { useArrival } from '../../ui/useArrival'
import { ServerName, useTitle } from '../../ui/useTitle'
import { SidebarEntries } from './Sidebar'

/** The rooms as a page of their own, where there is no space for a sidebar. */
export function RoomListPage() {
  const name = useContext(ServerName)
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)
  useTitle(null)
  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center px-4">
        <h1
          ref={heading}
          tabIndex={-1}
          className="min-w-0 truncate text-xl font-semibold tracking-tight"
          dir="auto"
        >
          {name}
        </h1>
      </header>
      <nav aria-label={t('Rooms')} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
        <SidebarEntries />
      </nav>
    </main>
  )
}
