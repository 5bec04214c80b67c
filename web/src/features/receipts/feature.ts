import { lazy } from 'react'
import { t } from '../../language/t'
import { openMembers, roomOf } from '../../sync/state'
import { isAdministrator } from '../invitations/rights'
import type { Acting, Feature, ShownMessage } from '../registry/feature'
import { SeenNote } from './SeenNote'
import { showWhoHasSeen } from './showWhoHasSeen'

/** With more members the server tells nobody what others have read. */
const LIMIT = 100

function isOffered({ room, thread, erased }: ShownMessage, { client, me }: Acting): boolean {
  const { sync } = client.store.getState()
  if (erased || thread !== null || me.shares_reading === false || sync.settings?.receipts === false)
    return false
  const known = roomOf(sync, room.id)
  const isOneself = room.direct?.length === 1
  return !isOneself && known !== undefined && openMembers(known).length <= LIMIT
}

export const receipts: Feature = {
  name: 'receipts',
  belowMessages: [{ id: 'seen', order: 900, View: SeenNote }],
  messageActions: [
    {
      id: 'seen-by',
      order: 720,
      label: t('Seen by // a command: shows who has seen a message'),
      icon: 'read',
      isRare: true,
      isOffered,
      act: showWhoHasSeen,
    },
  ],
  accountSections: [{ id: 'receipts', order: 900, View: lazy(() => import('./SharingSection')) }],
  settingsPages: [
    {
      id: 'receipts',
      order: 615,
      path: 'receipts',
      title: t('Read receipts'),
      icon: 'read',
      isOffered: isAdministrator,
      View: lazy(() => import('./ReceiptsPage')),
    },
  ],
}
