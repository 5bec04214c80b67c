import { RoleBadge } from '../members/RoleBadge'
import { PresentAvatar } from '../presence/PresentAvatar'
import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { ADA, BOB, EVE, type Scene } from '../styles/scene'
import { Avatar } from './Avatar'

const THERE: Scene = {
  now: () => ({
    presences: { [ADA]: { state: 'online', lastSeen: null }, [BOB]: { state: 'away', lastSeen: null } },
  }),
}

export default {
  id: 'people',
  title: 'People',
  order: 50,
  states: {
    Avatars: () => (
      <Inside>
        <div className="flex items-center gap-3">
          <Avatar id={ADA} name="Ada" size="sm" />
          <Avatar id={BOB} name="Bob" />
          <Avatar id={EVE} name="Eve" size="lg" />
        </div>
      </Inside>
    ),
    'Online, away, unknown': () => (
      <Inside scene={THERE}>
        <div className="flex gap-3">
          <PresentAvatar id={ADA} name="Ada" />
          <PresentAvatar id={BOB} name="Bob" />
          <PresentAvatar id={EVE} name="Eve" />
        </div>
      </Inside>
    ),
    Roles: () => (
      <div className="flex gap-3">
        <RoleBadge role="owner" />
        <RoleBadge role="moderator" />
      </div>
    ),
  },
} satisfies Examples
