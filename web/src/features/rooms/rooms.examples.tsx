import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { REFUSING, type Scene } from '../styles/scene'
import CreateRoomDialog from './CreateRoomDialog'

const REFUSED: Scene = { api: REFUSING }

export default {
  id: 'create-room',
  title: 'Creating a room',
  order: 140,
  states: {
    'A new room': () => (
      <Inside>
        <Opened name="Open a new room">{(close) => <CreateRoomDialog onClose={close} />}</Opened>
      </Inside>
    ),
    Refused: () => (
      <Inside scene={REFUSED}>
        <Opened name="Open a room that is refused">{(close) => <CreateRoomDialog onClose={close} />}</Opened>
      </Inside>
    ),
  },
} satisfies Examples
