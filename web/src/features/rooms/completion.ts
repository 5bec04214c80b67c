import { t } from '../../language/t'
import type { CompletionSource } from '../composer/completion/source'

export const bringNaming = () => import('./naming')

export const roomsNamed: CompletionSource = {
  label: t('Rooms'),
  trigger: '#',
  query: /^[^\s#]*$/,
  find: (query, place) => bringNaming().then(({ findRooms }) => findRooms(query, place)),
}
