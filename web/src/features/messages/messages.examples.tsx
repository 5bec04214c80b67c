import type { Held } from '../../protocol.gen'
import type { OutboxItem } from '../../sync/outbox'
import { Conversation } from '../styles/Conversation'
import type { Examples } from '../styles/examples'
import { ADA, at, BOB, EVE, LOBBY, said, type Scene } from '../styles/scene'

const TALK: Scene = {
  messages: [
    said(1, BOB, '09:41', 'Good morning. The report is nearly done.'),
    said(2, BOB, '09:42', 'It comes before noon.'),
    said(3, ADA, '09:44', 'Thank you! I read it as soon as it is there.', { edited_at: at('09:45') }),
    said(4, ADA, '09:44', '', { erased: true }),
    said(5, EVE, '09:50', '@ada, do you have a minute?', { mentions: { ada: ADA } }),
    said(6, EVE, '10:12', 'After five minutes there is a name again.'),
    said(7, BOB, '11:58', 'Here it is.'),
    said(8, ADA, '12:01', 'An answer to something further up.', { reply_to: 1 }),
  ],
}

const waiting: OutboxItem = {
  client_id: 'w1',
  room: LOBBY,
  body: 'It waits to be sent.',
  created_at: at('12:00'),
  failed: null,
  order: 1,
  sent: null,
}
const held: Held = {
  thing: 'held',
  id: '7',
  room: LOBBY,
  client_id: 'h1',
  body: 'A moderator looks at this one first.',
  reason: 'It has three links.',
  at: at('11:50'),
  since: 2,
  rev: 2,
}

const UNDER_WAY: Scene = {
  messages: [said(1, ADA, '11:30', 'This one is there.')],
  own: [held, { ...held, id: '8', client_id: 'h2', body: '', dropped: true, since: 3, rev: 3 }],
  now: () => ({
    outbox: [
      waiting,
      { ...waiting, client_id: 'w2', body: 'It is not even kept on this device.', order: null },
      { ...waiting, client_id: 'w3', body: 'It was refused.', order: 3, failed: 'This room is read-only.' },
    ],
  }),
}

export default {
  id: 'messages',
  title: 'Messages',
  order: 70,
  states: {
    'A conversation: grouped, edited, deleted, a mention, something new, a reply': () => (
      <Conversation scene={TALK} firstNew={7} />
    ),
    'Waiting for a moderator, dropped, waiting to be sent, refused': () => <Conversation scene={UNDER_WAY} />,
  },
} satisfies Examples
