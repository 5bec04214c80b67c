import type { RoomState } from '../../sync/state'
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
  words: 'favorites star pin order sidebar',
  isOffered: (shell) => shell.room !== null && (item.isOffered?.(stateOf(shell), shell) ?? true),
  act: (shell) => item.act(stateOf(shell), shell),
})

/** All that these items look at. */
const stateOf = (shell: Shell) => ({ info: shell.room }) as RoomState

const add: RoomMenuItem = {
  id: 'favourite',
  order: 310,
  label: 'Add to favourites',
  icon: 'star',
  isOffered: ({ info }, shell) => !isFavourite(shell, info.id),
  act: ({ info }, shell) => toggle(shell, info.id),
}
const remove: RoomMenuItem = {
  id: 'unfavourite',
  order: 320,
  label: 'Remove from favourites',
  icon: 'star',
  isOffered: ({ info }, shell) => isFavourite(shell, info.id),
  act: ({ info }, shell) => toggle(shell, info.id),
}
const up = moving('favourite-up', 330, 'Move up in favourites', 'up', -1)
const down = moving('favourite-down', 340, 'Move down in favourites', 'down', 1)

export const favourites: Feature = {
  name: 'favourites',
  sidebar: [{ id: 'favourites', order: 150, View: FavouritesSection }],
  headerButtons: [{ id: 'favourite', order: 50, View: FavouriteButton }],
  roomMenu: [add, remove, up, down],
  commands: [
    command(add, 'Add this room to favourites'),
    command(remove, 'Remove this room from favourites'),
    command(up, 'Move this room up in favourites'),
    command(down, 'Move this room down in favourites'),
  ],
}
