import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { LOBBY, REFUSING, type Scene } from '../styles/scene'
import RemindPopover from './RemindPopover'

const REFUSED: Scene = { api: REFUSING }

const reminding = (name: string, scene?: Scene) => () => (
  <Inside scene={scene}>
    <Opened name={name}>
      {(close, anchor) => <RemindPopover place={LOBBY} seq={1} anchor={anchor} onClose={close} />}
    </Opened>
  </Inside>
)

export default {
  id: 'remind',
  title: 'Choosing a time',
  order: 180,
  states: {
    'Remind me': reminding('Choose a time'),
    Refused: reminding('Choose a time that is refused', REFUSED),
  },
} satisfies Examples
