import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { EVE, type Scene } from '../styles/scene'
import Palette from './Palette'

const MIRRORED: Scene = { people: { [EVE]: { name: 'حواء الكاتبة' } } }

export default {
  id: 'palette',
  title: 'Palette',
  order: 170,
  states: {
    'By a few letters': () => (
      <Inside scene={MIRRORED}>
        <Opened name="Open the palette">{(close) => <Palette onClose={close} />}</Opened>
      </Inside>
    ),
  },
} satisfies Examples
