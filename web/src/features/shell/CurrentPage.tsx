import { lazy, Suspense, type ReactNode } from 'react'
import { t } from '../../language/t'
import { Skeleton } from '../../ui/Skeleton'
import { useRegistry } from '../registry/context'
import { HomePage } from '../rooms/HomePage'
import { RoomPage } from '../rooms/RoomPage'
import { RoomListPage } from '../sidebar/RoomListPage'
import type { Address } from './address'
import { NotFoundPage } from './NotFoundPage'

const SettingsPage = lazy(() => import('../settings/SettingsPage'))

/** What the address names. */
export function CurrentPage({ address, wide }: { address: Address | null; wide: boolean }) {
  const { pages, panels } = useRegistry()
  switch (address?.page) {
    case 'home':
      return wide ? <HomePage /> : <RoomListPage />
    case 'settings':
      return (
        <Loaded>
          <SettingsPage path={address.path} wide={wide} />
        </Loaded>
      )
    case 'room': {
      const panel = panels.find(({ path }) => path === address.panel) ?? null
      if (address.panel !== null && !panel) return <NotFoundPage />
      return <RoomPage key={address.reference} address={address} panel={panel} wide={wide} />
    }
    case 'other': {
      const page = pages.find(({ path }) => path === address.path)
      if (!page) return <NotFoundPage />
      return (
        <Loaded>
          <page.View rest={address.rest} />
        </Loaded>
      )
    }
    default:
      return <NotFoundPage />
  }
}

/** A page that is loaded when it is first shown. */
function Loaded({ children }: { children: ReactNode }) {
  const loading = (
    <main className="min-w-0 flex-1">
      <Skeleton label={t('Loading the page')} />
    </main>
  )
  return <Suspense fallback={loading}>{children}</Suspense>
}
