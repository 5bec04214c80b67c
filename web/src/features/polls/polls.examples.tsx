import type { Poll } from '../../protocol.gen'
import { Conversation } from '../styles/Conversation'
import type { Examples } from '../styles/examples'
import { ADA, at, BOB, EVE, LOBBY, said, type Scene } from '../styles/scene'

const open: Poll = {
  thing: 'poll',
  seq: 1,
  question: 'When do we meet?',
  options: ['Monday at ten', 'Tuesday, after lunch', 'Not at all'],
  counts: [2, 1, 0],
  first: [[ADA, BOB], [EVE], []],
  voters: 3,
  rev: 2,
}

function polled(poll: Poll, options: readonly number[]): Scene {
  const vote = { thing: 'vote' as const, room: LOBBY, seq: 1, options: [...options], since: 3, rev: 3 }
  return {
    messages: [said(1, BOB, '10:00', poll.question, { poll: true })],
    things: [poll],
    own: options.length > 0 ? [vote] : [],
  }
}

const VOTED = polled(open, [0])
const MANY = polled(
  { ...open, multiple: true, anonymous: true, first: [[], [], []], closes_at: at('18:00') },
  [],
)
const CLOSED = polled({ ...open, closed_at: at('12:00') }, [])

export default {
  id: 'polls',
  title: 'Polls',
  order: 100,
  states: {
    'Voted in': () => <Conversation scene={VOTED} />,
    'Several answers, without names, until a time': () => <Conversation scene={MANY} />,
    Closed: () => <Conversation scene={CLOSED} />,
  },
} satisfies Examples
