import { roomLog } from '../../sync/logs'
import type { Examples } from '../styles/examples'
import { Inside, useLobby } from '../styles/Inside'
import { BOB, EVE, LOBBY, said, type Scene } from '../styles/scene'
import { Composer } from './Composer'

const SCENES: Readonly<Record<string, Scene>> = {
  Empty: {},
  'With a text': { now: () => ({ drafts: { [LOBBY]: 'A draft\non two lines' } }) },
  'An answer': {
    messages: [said(1, BOB, '10:00', 'Who comes along?')],
    now: () => ({
      drafts: { [LOBBY]: 'I do.' },
      replies: { [LOBBY]: { seq: 1, sender: BOB, body: 'Who comes along?' } },
    }),
  },
  'Too long': {
    now: (sync) => ({
      sync: { ...sync, settings: sync.settings && { ...sync.settings, body_limit: 10 } },
      drafts: { [LOBBY]: 'A text that is too long' },
    }),
  },
  'Others type': {
    now: () => ({
      typing: { [roomLog(LOBBY)]: { people: { [BOB]: Infinity, [EVE]: Infinity }, crowd: null } },
    }),
  },
}

export default {
  id: 'composer',
  title: 'Composer',
  order: 110,
  states: Object.fromEntries(
    Object.entries(SCENES).map(([name, scene]) => [
      name,
      () => (
        <Inside scene={scene}>
          <InLobby />
        </Inside>
      ),
    ]),
  ),
} satisfies Examples

function InLobby() {
  return <Composer room={useLobby().info} />
}
