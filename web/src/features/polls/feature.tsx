import { lazy } from 'react'
import { t } from '../../language/t'
import { isOpen, pollAt } from '../../sync/polls'
import { isModerator } from '../../sync/state'
import type { Feature, Shell } from '../registry/feature'
import { whyClosed } from '../rooms/closed'
import { askInPoll } from './asking'
import { PollButton } from './PollButton'
import { PollInstead } from './PollInstead'

const ClosePollDialog = lazy(() => import('./ClosePollDialog'))

export const polls: Feature = {
  name: 'polls',
  composerButtons: [{ id: 'poll', order: 300, View: PollButton }],
  aroundMessages: [{ id: 'polls', order: 50, View: PollInstead }],
  messageActions: [
    {
      id: 'close-poll',
      order: 350,
      label: t('Close poll'),
      icon: 'poll',
      isRare: true,
      isOffered: (message, { client, me, isModerator: isTheirs }, now) =>
        (message.sender === me.id || isTheirs) &&
        isOpen(pollAt(client.store.getState().sync, message.place, message.seq), now),
      act: (message, acting) =>
        acting.show((close) => <ClosePollDialog message={message} acting={acting} onClose={close} />),
    },
  ],
  commands: [
    {
      id: 'poll',
      order: 230,
      label: t('Create a poll'),
      words: t('vote survey question ask // other words that find a command'),
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
      takes: t('["question"] [option | option]'),
      label: t('Asks people to vote'),
      icon: 'poll',
      async run(rest, room, shell) {
        const { pollIn } = await import('./command')
        if (await askInPoll(shell, room.id, pollIn(rest))) return null
        throw new Error(t('The poll was not sent.'))
      },
    },
  ],
}

function mayAsk({ room, client }: Shell): boolean {
  return room !== null && whyClosed(room, isModerator(client.store.getState().sync, room.id)) === null
}
