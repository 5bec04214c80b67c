import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Dialog } from '../../ui/Dialog'
import { ReportQueue } from './ReportQueue'

/** What is reported in a room. For those who look after it. */
export default function ReportsDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  return (
    <Dialog title={t('Reports in {room}', { room: room.name })} onClose={onClose}>
      <ReportQueue room={room.id} onLeave={onClose} />
    </Dialog>
  )
}
