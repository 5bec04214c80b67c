import { t } from '../../language/t'
import { isSaved } from '../../sync/pointed'
import { Icon } from '../../ui/Icon'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'

export function SavedMark({ message: { room, seq, erased } }: MessageProps) {
  const shown = useClientState(({ sync }) => isSaved(sync, room.id, seq)) && !erased
  return shown ? (
    <p className="me-3 inline-flex max-w-full items-center gap-1 text-xs text-faint">
      <Icon name="bookmark" size={13} />
      {t('Saved // said of a message')}
    </p>
  ) : null
}
