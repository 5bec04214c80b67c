import type { Feature } from '../registry/feature'
import { ConnectionNote } from './ConnectionNotice'

export const connection: Feature = {
  name: 'connection',
  // Without a connection it could not be loaded any more.
  later: [ConnectionNote.bring],
}
