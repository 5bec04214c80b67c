import { t } from '../../language/t'
import { isAdministrator } from '../invitations/rights'
import { useSignedIn } from '../session/context'
import { SidebarLink } from '../sidebar/SidebarLink'
import { useAreReports } from './useAreReports'

/** Leads administrators to what is reported, as long as there is something. */
export default function ReportsLink() {
  const { me } = useSignedIn()
  const areThere = useAreReports(null, isAdministrator(me))
  return <SidebarLink path="/settings/reports" icon="flag" label={t('Reports')} isEmpty={!areThere} isLoud />
}
