import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Section } from '../account/Section'
import { InvitationList } from '../invitations/InvitationList'
import { showInviting } from '../invitations/opening'
import { useInvitations } from '../invitations/useInvitations'
import { useShell } from '../registry/context'
import { PeopleSection } from './PeopleSection'

/** Who is on this server, and by which links others may come. For its owner and administrators. */
export default function PeoplePage() {
  const shell = useShell()
  const invitations = useInvitations()
  return (
    <div className="flex flex-col gap-8">
      <Section title={t('Open invitations // those that still work')}>
        <InvitationList {...invitations} />
        <div>
          <Button onClick={() => showInviting(shell, null, () => void invitations.look())}>
            <Icon name="link" size={16} />
            {t('Invite people')}
          </Button>
        </div>
      </Section>
      <PeopleSection />
    </div>
  )
}
