import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Section } from '../account/Section'
import { InvitationList } from '../invitations/InvitationList'
import { showInviting } from '../invitations/opening'
import { useInvitations } from '../invitations/useInvitations'
import { useShell } from '../registry/context'
import { RequiredSection } from '../second-factor/RequiredSection'
import { PeopleSection } from './PeopleSection'
import { RegistrationSection } from './RegistrationSection'

/** Who is on this server, who may come, and by which links. For its owner and administrators. */
export default function PeoplePage() {
  const shell = useShell()
  const invitations = useInvitations()
  return (
    <div className="flex flex-col gap-8">
      <RegistrationSection />
      <RequiredSection />
      <Section title="Open invitations">
        <InvitationList {...invitations} />
        <div>
          <Button onClick={() => showInviting(shell, null, () => void invitations.look())}>
            <Icon name="link" size={16} />
            Invite people
          </Button>
        </div>
      </Section>
      <PeopleSection />
    </div>
  )
}
