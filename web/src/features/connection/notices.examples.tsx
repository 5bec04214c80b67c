import type { ReactNode } from 'react'
import type { Reminder } from '../../protocol.gen'
import type { Updates } from '../../pwa/updates'
import { onDemand } from '../../ui/onDemand'
import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { at, type Scene } from '../styles/scene'
import { UpdatesContext } from '../update/context'
import { UpdateNote } from '../update/UpdateNote'
import { ConnectionNotice } from './ConnectionNotice'

const DueNote = onDemand(() => import('../reminders/DueNote'))
const LOST: Scene = { now: () => ({ connection: { phase: 'connecting', since: -60_000 } }) }
const OUTDATED: Scene = { now: () => ({ connection: { phase: 'outdated' } }) }

const reminder: Reminder = {
  thing: 'reminder',
  id: '9',
  text: 'Call the printer',
  at: at('14:00'),
  due: true,
  since: 2,
  rev: 2,
}
const DUE: Scene = { own: [reminder] }

const newBuild: Updates = {
  keep: () => {},
  isReady: () => true,
  onReady: () => () => {},
  check: () => {},
  reload: () => Promise.resolve(),
}

export default {
  id: 'notices',
  title: 'Over the page',
  order: 120,
  states: {
    'No connection': () => (
      <Window scene={LOST}>
        <ConnectionNotice />
      </Window>
    ),
    'Another version': () => (
      <Window scene={OUTDATED}>
        <ConnectionNotice />
      </Window>
    ),
    'A new build': () => (
      <Window>
        <UpdateNote />
      </Window>
    ),
    'A reminder': () => (
      <Window scene={DUE}>
        <DueNote />
      </Window>
    ),
  },
} satisfies Examples

/** What is fixed to the window is fixed to this box instead. */
function Window({ scene, children }: { scene?: Scene; children: ReactNode }) {
  return (
    <div className="relative h-40 contain-layout">
      <UpdatesContext.Provider value={newBuild}>
        <Inside scene={scene}>{children}</Inside>
      </UpdatesContext.Provider>
    </div>
  )
}
