import { lazy } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import type { RoomState } from '../../sync/state'
import type { Feature, Shell } from '../registry/feature'
import { MutedButton } from './MutedButton'
import { mute, mutedAs, unmute } from './muting'

const NotificationsDialog = lazy(() => import('./NotificationsDialog'))

const choose = (shell: Shell, room: Room) =>
  shell.show((close) => <NotificationsDialog room={room} onClose={close} />)

const MUTE_WORDS = t('silence notifications unread quiet // other words that find a command')

export const muting: Feature = {
  name: 'muting',
  headerButtons: [
    {
      id: 'muted',
      order: 40,
      View: ({ room }: { room: RoomState }) => <MutedButton room={room} onChoose={choose} />,
    },
  ],
  roomMenu: [
    {
      id: 'notifications',
      order: 305,
      label: t('Notifications…'),
      icon: 'bell',
      act: ({ info }, shell) => choose(shell, info),
    },
    {
      id: 'unmute',
      order: 306,
      label: t('Unmute room'),
      icon: 'bell',
      isOffered: ({ info }, shell) => mutedAs(shell, info.id)?.level === 'nothing',
      act: ({ info }, shell) => unmute(shell, info.id),
    },
  ],
  commands: [
    {
      id: 'mute-room',
      order: 215,
      label: t('Mute this room'),
      words: MUTE_WORDS,
      icon: 'muted',
      isOffered: (shell) => shell.room !== null && mutedAs(shell, shell.room.id)?.level !== 'nothing',
      act: (shell) => shell.room && mute(shell, shell.room.id),
    },
    {
      id: 'unmute-room',
      order: 216,
      label: t('Unmute this room'),
      words: MUTE_WORDS,
      icon: 'bell',
      isOffered: (shell) => shell.room !== null && mutedAs(shell, shell.room.id) !== null,
      act: (shell) => shell.room && unmute(shell, shell.room.id),
    },
    {
      id: 'room-notifications',
      order: 217,
      label: t('Notifications of this room…'),
      words: MUTE_WORDS,
      icon: 'bell',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.room && choose(shell, shell.room),
    },
  ],
  slashCommands: [
    {
      id: 'mute',
      order: 240,
      name: 'mute',
      takes: t('[how long]'),
      label: t('Mutes this room'),
      icon: 'muted',
      run: async (rest, room, shell) => (await import('./slash')).muteFor(rest, room, shell),
    },
    {
      id: 'unmute',
      order: 241,
      name: 'unmute',
      takes: '',
      label: t('Unmutes this room'),
      icon: 'bell',
      isOffered: ({ id }, shell) => mutedAs(shell, id) !== null,
      run: async (_rest, { id }, { client }) => {
        await client.unmute(id)
        return null
      },
    },
  ],
}
