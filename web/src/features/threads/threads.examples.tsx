import { useRef } from 'react'
import { threadPlace } from '../../sync/places'
import type { Examples } from '../styles/examples'
import { Inside, useLobby } from '../styles/Inside'
import { LOBBY, type Scene } from '../styles/scene'
import { ThreadComposer } from './ThreadComposer'

const PLACE = threadPlace(LOBBY, 1)
const LONG =
  'A reply that goes on over several lines, because somebody had more to say about it than fits into one, and did not want to send it bit by bit.'

const written = (text: string): Scene => ({ now: () => ({ drafts: { [PLACE]: text } }) })

const SCENES: Readonly<Record<string, Scene>> = {
  Empty: {},
  'With a reply': written('I do.'),
  'A long one': written(LONG),
  'From right to left': written('سآتي أنا أيضا'),
  'Too long': {
    now: (sync) => ({
      sync: { ...sync, settings: sync.settings && { ...sync.settings, body_limit: 10 } },
      drafts: { [PLACE]: 'A reply that is too long' },
    }),
  },
}

export default {
  id: 'thread-composer',
  title: 'Composer of a thread',
  order: 112,
  states: {
    ...Object.fromEntries(
      Object.entries(SCENES).map(([name, scene]) => [
        name,
        () => (
          <Inside scene={scene}>
            <InThread mayCopy />
          </Inside>
        ),
      ]),
    ),
    'Where one may not write in the room': () => (
      <Inside>
        <InThread mayCopy={false} />
      </Inside>
    ),
  },
} satisfies Examples

/** As wide as the panel that it stands in. */
function InThread({ mayCopy }: { mayCopy: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <div className="w-(--panel) max-w-full">
      <ThreadComposer room={useLobby().info} place={PLACE} field={field} mayCopy={mayCopy} />
    </div>
  )
}
