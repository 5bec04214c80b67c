import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { showReports } from './opening'
import { looksAfter } from './rights'
import { useAreReports } from './useAreReports'

/** Says in the header that something in the room is reported, to those who look after it, and leads there. */
export default function ReportsButton({ room: { info } }: { room: RoomState }) {
  const shell = useShell()
  const isMine = useClientState(({ sync }) => looksAfter(sync, info))
  const areThere = useAreReports(info.id, isMine)
  if (!areThere) return null
  return (
    <IconButton
      icon="flag"
      label={t('Open reports')}
      className="text-accent!"
      onClick={() => showReports(shell, info)}
    />
  )
}
