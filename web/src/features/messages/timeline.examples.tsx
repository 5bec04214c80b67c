import type { Examples } from '../styles/examples'
import { Inside, useLobby } from '../styles/Inside'
import { at } from '../styles/scene'
import AbsenceNote from './AbsenceNote'
import NewsPill from './NewsPill'
import { RoomStart } from './RoomStart'
import { TimelineSkeleton } from './TimelineSkeleton'
import UnreadBar from './UnreadBar'

const nothing = () => {}

export default {
  id: 'timeline',
  title: 'Around messages',
  order: 80,
  states: {
    'An empty room': () => (
      <Inside>
        <Start />
      </Inside>
    ),
    'Messages that are being loaded': () => (
      <div className="flex h-80">
        <TimelineSkeleton />
      </div>
    ),
    'What is new': () => (
      <UnreadBar count={200} since={new Date(at('10:42'))} onNewest={nothing} onRead={nothing} />
    ),
    'The way down': () => (
      <div className="relative h-16">
        <NewsPill count={3} onFirst={nothing} onNewest={nothing} />
      </div>
    ),
    'A message that is gone': () => <AbsenceNote why="This message was deleted." onClose={nothing} />,
  },
} satisfies Examples

function Start() {
  return <RoomStart room={useLobby().info} empty mayReadFrom={1} />
}
