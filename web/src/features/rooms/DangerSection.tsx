import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { DeleteRoomDialog } from './DeleteRoomDialog'

/** Closing a room and deleting it: for its owners. */
export function DangerSection({ room }: { room: Room }) {
  const shell = useShell()
  const { pending, error, run } = usePending<Error>()
  const { archiveRoom, unarchiveRoom } = shell.client
  const isArchived = Boolean(room.archived_at)
  const turn = () => run(async () => void (await (isArchived ? unarchiveRoom : archiveRoom)(room.id)))
  return (
    <section aria-labelledby="danger" className="flex flex-col gap-4 rounded-xl border border-danger/40 p-4">
      <h3 id="danger" className="font-semibold text-danger">
        {t('Danger')}
      </h3>
      <div className="flex flex-col items-start gap-2">
        <p className="text-sm text-soft">
          {isArchived
            ? t('This room is archived. Open it again, and its members can write in it as before.')
            : t(
                'In an archived room everything can be read and nothing new is said. It can be opened again.',
              )}
        </p>
        <Button busy={pending} onClick={() => void turn()}>
          {isArchived ? t('Open again') : t('Archive room')}
        </Button>
        {error && <FormError>{error.message}</FormError>}
      </div>
      <div className="flex flex-col items-start gap-2">
        <p className="text-sm text-soft">
          {t('A deleted room is gone for everybody, with all that was said in it. Nobody can bring it back.')}
        </p>
        <Button
          look="danger"
          onClick={() => shell.show((close) => <DeleteRoomDialog room={room} onClose={close} />)}
        >
          <Icon name="trash" size={16} />
          {t('Delete room')}
        </Button>
      </div>
    </section>
  )
}
