import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { favouritesOf } from '../../sync/arranged'
import type { Command, Feature, RoomMenuItem, Shell } from '../registry/feature'
import { FavouriteButton } from './FavouriteButton'
import { FavouritesSection } from './FavouritesSection'
import { isFavourite, mayMove, moveBy, toggle } from './arranging'

type Step = 1 | -1

const moving = (id: string, order: number, label: string, icon: 'up' | 'down', step: Step): RoomMenuItem => ({
  id,
  order,
  label,
  icon,
  isOffered: ({ info }, shell) => mayMove(shell, info.id, step),
  act: ({ info }, shell) => moveBy(shell, info.id, step),
})

const command = (item: RoomMenuItem, label: string): Command => ({
  id: item.id,
  order: 210 + item.order / 100,
  label,
  icon: item.icon,
  words: t('favorites star pin order sidebar // other words that find a command'),
  isOffered: (shell) => shell.room !== null && (item.isOffered?.(stateOf(shell), shell) ?? true),
  act: (shell) => item.act(stateOf(shell), shell),
})

/** All that these items look at. */
const stateOf = (shell: Shell) => ({ info: shell.room }) as RoomState

const add: RoomMenuItem = {
  id: 'favourite',
  order: 310,
  label: t('Add to favourites'),
  icon: 'star',
  isOffered: ({ info }, shell) => !isFavourite(shell, info.id),
  act: ({ info }, shell) => toggle(shell, info.id),
}
const remove: RoomMenuItem = {
  id: 'unfavourite',
  order: 320,
  label: t('Remove from favourites'),
  icon: 'star',
  isOffered: ({ info }, shell) => isFavourite(shell, info.id),
  act: ({ info }, shell) => toggle(shell, info.id),
}
const up = moving('favourite-up', 330, t('Move up in favourites'), 'up', -1)
const down = moving('favourite-down', 340, t('Move down in favourites'), 'down', 1)

export const favourites: Feature = {
  name: 'favourites',
  sidebar: [{ id: 'favourites', order: 150, View: FavouritesSection }],
  roomLists: [
    {
      id: 'favourites',
      order: 100,
      lists: (own) => [{ id: 'favourites', rooms: favouritesOf(own) }],
      release: (shell, room) => toggle(shell, room),
    },
  ],
  headerButtons: [{ id: 'favourite', order: 50, View: FavouriteButton }],
  roomMenu: [add, remove, up, down],
  commands: [
    command(add, t('Add this room to favourites')),
    command(remove, t('Remove this room from favourites')),
    command(up, t('Move this room up in favourites')),
    command(down, t('Move this room down in favourites')),
  ],
}
