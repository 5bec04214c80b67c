import { whyClosed } from '../rooms/closed'
import type { Feature, Shell } from '../registry/feature'
import { isModerator } from '../../sync/state'
import { askInPoll } from './asking'
import { pollIn } from './command'
import { PollButton } from './PollButton'
import { PollInstead } from './PollInstead'

export const polls: Feature = {
  name: 'polls',
  composerButtons: [{ id: 'poll', order: 300, View: PollButton }],
  aroundMessages: [{ id: 'polls', order: 50, View: PollInstead }],
  commands: [
    {
      id: 'poll',
      order: 210,
      label: 'Create a poll',
      words: 'vote survey question ask',
      icon: 'poll',
      isOffered: mayAsk,
      act: (shell) => {
        if (shell.room) void askInPoll(shell, shell.room.id)
      },
    },
  ],
  slashCommands: [
    {
      id: 'poll',
      order: 130,
      name: 'poll',
      takes: '["question"] [option | option]',
      label: 'Asks people to vote',
      icon: 'poll',
      async run(rest, room, shell) {
        if (await askInPoll(shell, room.id, pollIn(rest))) return null
        throw new Error('The poll was not sent.')
      },
    },
  ],
}

function mayAsk({ room, client }: Shell): boolean {
  return room !== null && whyClosed(room, isModerator(client.store.getState().sync, room.id)) === null
}
