import type { Feature } from '../registry/feature'
import { showInviting } from './opening'
import { canInviteInto, invitableRooms, isAdministrator } from './rights'

export const invitations: Feature = {
  name: 'invitations',
  commands: [
    {
      id: 'invite',
      order: 90,
      label: 'Invite people',
      words: 'invitation link qr code newcomers add',
      icon: 'link',
      menus: ['server'],
      isOffered: ({ client, me }) =>
        isAdministrator(me) || invitableRooms(client.store.getState().sync, me).length > 0,
      act: (shell) => {
        const { room, client, me } = shell
        const isInvitable = room && canInviteInto(client.store.getState().sync, me, room)
        showInviting(shell, isInvitable ? room : null)
      },
    },
  ],
}
