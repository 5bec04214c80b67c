import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { showInviting } from './opening'
import { canInviteInto, invitableRooms, isAdministrator } from './rights'

export const invitations: Feature = {
  name: 'invitations',
  commands: [
    {
      id: 'invite',
      order: 90,
      label: t('Invite people'),
      words: t('invitation link qr code newcomers add // other words that find a command'),
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
