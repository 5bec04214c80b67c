import { useId, useState } from 'react'
import { t } from '../../language/t'
import type { InvitationLink, Room } from '../../protocol.gen'
import { Dialog } from '../../ui/Dialog'
import { InvitationList } from './InvitationList'
import { InviteForm } from './InviteForm'
import { MadeLink } from './MadeLink'
import { useInvitations } from './useInvitations'

interface Props {
  /** Chosen at first. */
  room: Room | null
  onClose: () => void
}

/** Makes a link that brings people here, and ends those that were made before. */
export default function InviteDialog({ room, onClose }: Props) {
  const [made, setMade] = useState<InvitationLink | null>(null)
  const [isAnother, setAnother] = useState(false)
  const invitations = useInvitations()
  const heading = useId()
  return (
    <Dialog title={t('Invite people')} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {made ? (
          <MadeLink
            made={made}
            onAnother={() => {
              setMade(null)
              setAnother(true)
            }}
          />
        ) : (
          <InviteForm
            room={room}
            takesFocus={isAnother}
            onMade={(next) => {
              setMade(next)
              void invitations.look()
            }}
          />
        )}
        <section aria-labelledby={heading} className="flex flex-col gap-1 border-t border-line pt-4">
          <h3 id={heading} className="text-sm font-semibold">
            {t('Open invitations // those that still work')}
          </h3>
          <InvitationList {...invitations} />
        </section>
      </div>
    </Dialog>
  )
}
