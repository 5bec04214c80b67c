import { useCallback, useState } from 'react'
import { flushSync } from 'react-dom'
import { Route, Switch } from 'wouter'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { ConnectionBanner } from '../connection/ConnectionBanner'
import { placeNamed } from '../messages/address'
import { Palette } from '../palette/Palette'
import { HomePage } from '../rooms/HomePage'
import { RoomPage } from '../rooms/RoomPage'
import { Sidebar } from '../rooms/Sidebar'
import { SharePage } from '../share/SharePage'
import { useShortcut } from './keys'

/** The signed-in page: rooms beside the room, or on a phone one of the two. */
export function Shell() {
  const wide = useMediaQuery('(min-width: 48rem)')
  const [switching, setSwitching] = useState(false)
  // At once: the very next key is meant for it, not for the room that is left.
  const openPalette = useCallback(() => flushSync(() => setSwitching(true)), [])
  const closePalette = useCallback(() => setSwitching(false), [])
  useShortcut('k', openPalette)

  return (
    <div className="flex h-dvh flex-col pt-[env(safe-area-inset-top)]">
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1 ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)]">
        {wide && <Sidebar onSwitch={openPalette} />}
        <Switch>
          <Route path="/r/:room/:seq">
            {({ room, seq }) => <RoomPage key={room} reference={room} seq={placeNamed(seq)} wide={wide} />}
          </Route>
          <Route path="/r/:room">
            {({ room }) => <RoomPage key={room} reference={room} seq={null} wide={wide} />}
          </Route>
          <Route path="/share" component={SharePage} />
          <Route>{wide ? <HomePage /> : <Sidebar onSwitch={openPalette} />}</Route>
        </Switch>
      </div>
      {switching && <Palette onClose={closePalette} />}
    </div>
  )
}
