import { lazy } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { unreadCount } from '../../sync/reads'
import { isOwner, roomOf } from '../../sync/state'
import { copyAndSay } from '../../ui/copy'
import type { Feature, Shell } from '../registry/feature'
import { CreateRoomDialog, LeaveDialog } from './dialogs'
import { roomPath } from './listed'
import { DirectSection, RoomsSection, UnreadSection } from './RoomSections'

const walking = (
  id: string,
  order: number,
  key: string,
  label: string,
  step: 1 | -1,
  onlyUnread: boolean,
) => ({
  id,
  order,
  keys: [key],
  label,
  group: 'Rooms' as const,
  act: (shell: Shell) => shell.walk(step, onlyUnread),
})

export const rooms: Feature = {
  name: 'rooms',
  sidebar: [
    { id: 'unread', order: 200, View: UnreadSection },
    { id: 'rooms', order: 400, View: RoomsSection },
    { id: 'direct', order: 500, View: DirectSection },
  ],
  pages: [{ path: '/browse', View: lazy(() => import('./BrowsePage')) }],
  panels: [{ path: 'details', title: t('Details'), View: lazy(() => import('./DetailsPanel')) }],
  commands: [
    {
      id: 'create-room',
      order: 100,
      label: t('Create a room'),
      words: t('new channel // other words that find a command'),
      icon: 'plus',
      menus: ['server'],
      act: (shell) => shell.show((close) => <CreateRoomDialog onClose={close} />),
    },
    {
      id: 'browse-rooms',
      order: 110,
      label: t('Browse rooms'),
      words: t('find join directory channels // other words that find a command'),
      icon: 'compass',
      menus: ['server'],
      act: (shell) => shell.go('/browse'),
    },
    {
      id: 'room-details',
      order: 200,
      label: t('Show this room’s details'),
      words: t('settings topic about edit // other words that find a command'),
      icon: 'info',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.openPanel('details'),
    },
    {
      id: 'leave-room',
      order: 290,
      label: t('Leave this room'),
      icon: 'leave',
      isOffered: ({ room }) => room !== null && room.kind !== 'direct',
      act: leaveThisRoom,
    },
  ],
  slashCommands: [
    {
      id: 'topic',
      order: 200,
      name: 'topic',
      takes: t('[text]'),
      label: t('Sets the topic, or removes it'),
      icon: 'pencil',
      isOffered: mayChange,
      async run(rest, room, { client }) {
        await client.updateRoom({ room: room.id, topic: rest.trim() })
        return null
      },
    },
    {
      id: 'leave',
      order: 290,
      name: 'leave',
      takes: '',
      label: t('Leaves this room'),
      icon: 'leave',
      isOffered: (room) => room.kind !== 'direct',
      run: (_rest, _room, shell) => {
        leaveThisRoom(shell)
        return null
      },
    },
  ],
  keys: [
    walking('room-above', 100, 'Alt+ArrowUp', t('Room above'), -1, false),
    walking('room-below', 110, 'Alt+ArrowDown', t('Room below'), 1, false),
    walking('unread-above', 120, 'Alt+Shift+ArrowUp', t('Unread room above'), -1, true),
    walking('unread-below', 130, 'Alt+Shift+ArrowDown', t('Unread room below'), 1, true),
  ],
  roomMenu: [
    {
      id: 'details',
      order: 100,
      label: t('Room details'),
      icon: 'info',
      act: (_room, shell) => shell.openPanel('details'),
    },
    {
      id: 'copy-link',
      order: 200,
      label: t('Copy link to room'),
      icon: 'link',
      act: ({ info }, { say }) =>
        void copyAndSay(window.location.origin + roomPath(info), t('Link copied'), say),
    },
    {
      id: 'mark-read',
      order: 300,
      label: t('Mark as read'),
      icon: 'read',
      isOffered: ({ info }, { client }) => {
        const { sync, marks } = client.store.getState()
        return unreadCount(sync, marks, info.id) > 0
      },
      act: ({ info, lastSeq }, { client }) => client.markRead(info.id, lastSeq),
    },
    {
      id: 'leave',
      order: 900,
      label: t('Leave room'),
      icon: 'leave',
      isDangerous: true,
      // Nobody leaves a direct conversation: its people never change.
      isOffered: ({ info }) => info.kind !== 'direct',
      act: (room, shell) => shell.show((close) => <LeaveDialog room={room} onClose={close} />),
    },
  ],
}

/** Its owners change a room, unless it is archived. */
function mayChange({ id, kind, archived_at }: Room, { client }: Shell): boolean {
  return kind !== 'direct' && !archived_at && isOwner(client.store.getState().sync, id)
}

function leaveThisRoom({ room, client, show }: Shell): void {
  const state = room && roomOf(client.store.getState().sync, room.id)
  if (state) show((close) => <LeaveDialog room={state} onClose={close} />)
}
