import type { Tally, Thread } from '../../protocol.gen'
import { Conversation } from '../styles/Conversation'
import type { Examples } from '../styles/examples'
import { ADA, at, BOB, EVE, LOBBY, said, type Scene } from '../styles/scene'

// Letters in place of emoji: those look different on every machine, and pictures of this page are compared.
const tally = (key: string, first: string[], since: number): Tally => ({
  thing: 'tally',
  seq: 1,
  kind: 'reaction',
  key,
  count: first.length,
  first,
  since,
  rev: since,
})

const REACTED: Scene = {
  messages: [said(1, BOB, '10:00', 'The new version is out.')],
  things: [tally('ok', [ADA, EVE], 3), tally('wow', [EVE], 4)],
  own: [{ thing: 'reaction', room: LOBBY, seq: 1, emoji: 'ok', since: 3, rev: 3 }],
}

const thread: Thread = {
  thing: 'thread',
  seq: 1,
  log: 'thread:9',
  head: 4,
  count: 3,
  last_at: at('11:15'),
  first: [BOB, EVE],
  rev: 5,
}
const DISCUSSED: Scene = { messages: [said(1, EVE, '10:05', 'What do you think of it?')], things: [thread] }

const FORWARDED: Scene = {
  messages: [
    said(1, BOB, '10:10', 'For all of you:\n\n> The office is closed on Friday.\n> Have a good weekend.', {
      forwarded: { sender: EVE, at: at('08:30'), lines: 2 },
    }),
  ],
}

export default {
  id: 'below',
  title: 'What is about a message',
  order: 90,
  states: {
    Reactions: () => <Conversation scene={REACTED} />,
    'A thread': () => <Conversation scene={DISCUSSED} />,
    Forwarded: () => <Conversation scene={FORWARDED} />,
  },
} satisfies Examples
