import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { BOB, EVE, REFUSING, said, shown, type Scene } from '../styles/scene'
import ForwardDialog from './ForwardDialog'

const nothing = () => {}
const LONG =
  'The printer is out of paper again, and the one upstairs has been broken since Monday, so whoever goes to the shop next should bring some for both of them, and toner, and something to drink.'
const MESSAGES = {
  'A long message': said(1, BOB, '10:00', LONG),
  'From right to left': said(2, EVE, '10:05', 'الطابعة بلا ورق مرة أخرى'),
}
const REFUSED: Scene = { api: REFUSING }

const forwarding = (name: string, message: (typeof MESSAGES)[keyof typeof MESSAGES], scene?: Scene) => () => (
  <Inside scene={scene}>
    <Opened name={name}>
      {(close) => <ForwardDialog message={shown(message)} say={nothing} onClose={close} />}
    </Opened>
  </Inside>
)

export default {
  id: 'forward',
  title: 'Forwarding',
  order: 150,
  states: {
    'A long message': forwarding('Forward a long message', MESSAGES['A long message']),
    'From right to left': forwarding('Forward from right to left', MESSAGES['From right to left']),
    Refused: forwarding('Forward what is refused', MESSAGES['A long message'], REFUSED),
  },
} satisfies Examples
