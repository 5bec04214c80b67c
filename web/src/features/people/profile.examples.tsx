import type { Examples } from '../styles/examples'
import { Inside, useLobby } from '../styles/Inside'
import { ADA, at, BOB, EVE, type Scene } from '../styles/scene'
import ProfilePanel from './ProfilePanel'

const nothing = () => {}
const LONG: Scene = {
  people: {
    [BOB]: {
      name: 'Bob Featherstonehaugh-Cholmondeley of the department of long names',
      pronouns: 'he/him',
      status: { text: 'Writing the report about everything that happened this year until Friday evening' },
    },
  },
  now: () => ({ presences: { [BOB]: { state: 'offline', lastSeen: at('13:00') } } }),
}
const MIRRORED: Scene = {
  people: { [EVE]: { name: 'حواء الكاتبة', pronouns: 'هي', status: { text: 'في اجتماع' } } },
  now: () => ({ presences: { [EVE]: { state: 'away', lastSeen: null } } }),
}
const THERE: Scene = {
  people: { [BOB]: { status: { text: 'Out for lunch' }, time_zone: 'Asia/Tokyo' } },
  now: () => ({ presences: { [BOB]: { state: 'online', lastSeen: null } } }),
}

const STATES: Readonly<Record<string, readonly [handle: string, scene: Scene]>> = {
  'Somebody who is there': ['bob', THERE],
  'Long names and words': ['bob', LONG],
  'From right to left': ['eve', MIRRORED],
  Oneself: ['ada', { now: () => ({ presences: { [ADA]: { state: 'online', lastSeen: null } } }) }],
  'Nobody of that name': ['mallory', {}],
}

export default {
  id: 'profile',
  title: 'Profile',
  order: 55,
  states: Object.fromEntries(
    Object.entries(STATES).map(([name, [handle, scene]]) => [
      name,
      () => (
        <Inside scene={scene}>
          <OfLobby handle={handle} />
        </Inside>
      ),
    ]),
  ),
} satisfies Examples

function OfLobby({ handle }: { handle: string }) {
  return (
    <div className="w-(--panel) max-w-full rounded-xl border border-line">
      <ProfilePanel room={useLobby()} argument={handle} close={nothing} />
    </div>
  )
}
