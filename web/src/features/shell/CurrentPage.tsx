import { Suspense } from 'react'
import { t } from '../../language/t'
import { Skeleton } from '../../ui/Skeleton'
import { useRegistry } from '../registry/context'
import { HomePage } from '../rooms/HomePage'
import { RoomPage } from '../rooms/RoomPage'
import { SettingsPage } from '../settings/SettingsPage'
import { RoomListPage } from '../sidebar/RoomListPage'
import type { Address } from './address'
import { NotFoundPage } from './NotFoundPage'

/** What the address names. */
export function CurrentPage({ address, wide }: { address: Address | null; wide: boolean }) {
  const { pages, panels } = useRegistry()
  switch (address?.page) {
    case 'home':
      return wide ? <HomePage /> : <RoomListPage />
    case 'settings':
      return <SettingsPage path={address.path} wide={wide} />
    case 'room': {
      const panel = panels.find(({ path }) => path === address.panel) ?? null
      if (address.panel !== null && !panel) return <NotFoundPage />
      return <RoomPage key={address.reference} address={address} panel={panel} wide={wide} />
    }
    case 'other': {
      const page = pages.find(({ path }) => path === address.path)
      if (!page) return <NotFoundPage />
      return (
        <Suspense
          fallback={
            <main className="min-w-0 flex-1">
              <Skeleton label={t('Loading the page')} />
            </main>
          }
        >
          <page.View rest={address.rest} />
        </Suspense>
      )
    }
    default:
      return <NotFoundPage />
  }
}
