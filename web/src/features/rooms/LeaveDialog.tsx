import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'

export default function LeaveDialog({ room, onClose }: { room: RoomState; onClose: () => void }) {
  const client = useClient()
  const [, go] = useLocation()
  const { pending, error, run } = usePending<Error>()
  const leave = () =>
    run(async () => {
      await client.leaveRoom(room.info.id)
      onClose()
      go('/', { replace: true })
    })
  return (
    <Dialog title={t('Leave {name}?', { name: room.info.name })} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">
          {room.info.kind === 'public'
            ? t('You stop getting its messages. You can join again whenever you like.')
            : t('It is private: somebody inside has to let you in again.')}
        </p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Stay')}</Button>
          <Button look="danger" busy={pending} onClick={() => void leave()}>
            {t('Leave room')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
