import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { BOB, REFUSING, said, shown, type Scene } from '../styles/scene'
import ReportDialog from './ReportDialog'

const nothing = () => {}
const MESSAGE = shown(said(1, BOB, '10:00', 'Buy cheap printers!'))
const REFUSED: Scene = { api: REFUSING }

const reporting = (name: string, scene?: Scene) => () => (
  <Inside scene={scene}>
    <Opened name={name}>
      {(close) => <ReportDialog message={MESSAGE} onSay={nothing} onClose={close} />}
    </Opened>
  </Inside>
)

export default {
  id: 'report',
  title: 'Reporting',
  order: 160,
  states: {
    'A message': reporting('Report a message'),
    Refused: reporting('Report what is refused', REFUSED),
  },
} satisfies Examples
