import { t } from '../../language/t'
import { favouriteAt } from '../../sync/arranged'
import type { RoomState } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { toggle } from './arranging'

/** Where there is little space, the room's menu has it alone. */
export function FavouriteButton({ room: { info } }: { room: RoomState }) {
  const shell = useShell()
  const isOne = useClientState(({ sync }) => favouriteAt(sync, info.id) !== null)
  return (
    <IconButton
      icon="star"
      label={t('Favourite')}
      aria-pressed={isOne}
      className="@max-xl:hidden aria-pressed:text-accent aria-pressed:[&_svg]:fill-current"
      onClick={() => toggle(shell, info.id)}
    />
  )
}
