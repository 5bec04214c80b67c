import { lazy, Suspense, useState } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { Toast } from '../../ui/Toast'
import { ServerName, TitlePrefix } from '../../ui/useTitle'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { ConnectionNotice } from '../connection/ConnectionNotice'
import { useKeyMap } from '../keyboard/useKeyMap'
import { ShellContext, useRegistry } from '../registry/context'
import { RoomGroupsContext } from '../rooms/groups'
import { useClientState } from '../session/context'
import { PhoneTabs } from '../sidebar/PhoneTabs'
import { Sidebar } from '../sidebar/Sidebar'
import { useUnreadSign } from '../sidebar/useUnreadSign'
import { readAddress } from './address'
import { CurrentPage } from './CurrentPage'
import { useShellState } from './useShellState'

const SettingsNav = lazy(() => import('../settings/SettingsNav'))

/** The signed-in page: the sidebar and what the address names beside it, or on a phone one of the two. */
export function Shell() {
  const wide = useMediaQuery('(min-width: 48rem)')
  const [path] = useLocation()
  const address = readAddress(path)
  const [isHeld, hold] = useState(false)
  const { shell, groups, said, forgetSaid, overlay } = useShellState(address, isHeld)
  const { notices } = useRegistry()
  const titlePrefix = useUnreadSign()
  const server = useClientState(({ sync }) => sync.settings?.name) ?? t('Parley')
  useKeyMap(shell)

  const inSettings = address?.page === 'settings'
  const hasTabs =
    !wide && (address?.page === 'home' || address?.page === 'other' || (inSettings && address.path === null))
  return (
    <ShellContext.Provider value={shell}>
      <RoomGroupsContext.Provider value={groups}>
        <TitlePrefix.Provider value={titlePrefix}>
          <ServerName.Provider value={server}>
            <div className="relative flex h-dvh flex-col pt-[env(safe-area-inset-top)]">
              <div className="relative flex min-h-0 flex-1 ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)]">
                {wide && !inSettings && <Sidebar onHold={hold} />}
                {wide && inSettings && (
                  <Suspense fallback={<div className="w-(--sidebar) shrink-0 bg-sunken" />}>
                    <SettingsNav />
                  </Suspense>
                )}
                <CurrentPage address={address} wide={wide} />
              </div>
              {hasTabs && <PhoneTabs />}
              <ConnectionNotice />
              {notices.map(({ id, View }) => (
                <View key={id} />
              ))}
              <div role="status">{said !== null && <Toast text={said} onGone={forgetSaid} />}</div>
            </div>
            {overlay}
          </ServerName.Provider>
        </TitlePrefix.Provider>
      </RoomGroupsContext.Provider>
    </ShellContext.Provider>
  )
}
