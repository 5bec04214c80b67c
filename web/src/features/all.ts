import { account } from './account/feature'
import { administration } from './administration/feature'
import { appearance } from './appearance/feature'
import { blocks } from './blocks/feature'
import { composer } from './composer/feature'
import { connection } from './connection/feature'
import { customEmoji } from './custom-emoji/feature'
import { drafts } from './drafts/feature'
import { favourites } from './favourites/feature'
import { forwards } from './forwards/feature'
import { editing } from './editing/feature'
import { groups } from './groups/feature'
import { language } from './language/feature'
import { invitations } from './invitations/feature'
import { keyboard } from './keyboard/feature'
import { members } from './members/feature'
import { mentions } from './mentions/feature'
import { messages } from './messages/feature'
import { palette } from './palette/feature'
import { muting } from './muting/feature'
import { passkeys } from './passkeys/feature'
import { people } from './people/feature'
import { pins } from './pins/feature'
import { polls } from './polls/feature'
import { providers } from './providers/feature'
import { profile } from './profile/feature'
import { reactions } from './reactions/feature'
import { receipts } from './receipts/feature'
import type { Feature } from './registry/feature'
import { reminders } from './reminders/feature'
import { replies } from './replies/feature'
import { reports } from './reports/feature'
import { rooms } from './rooms/feature'
import { saves } from './saves/feature'
import { scheduled } from './scheduled/feature'
import { search } from './search/feature'
import { secondFactor } from './second-factor/feature'
import { sections } from './sections/feature'
import { share } from './share/feature'
import { sidebar } from './sidebar/feature'
import { threads } from './threads/feature'

/** Every feature, once. A new one adds its lines here and edits no other file of the client. */
export const FEATURES: readonly Feature[] = [
  account,
  administration,
  appearance,
  blocks,
  composer,
  connection,
  customEmoji,
  drafts,
  editing,
  favourites,
  forwards,
  groups,
  invitations,
  keyboard,
  language,
  members,
  mentions,
  messages,
  muting,
  palette,
  passkeys,
  people,
  pins,
  polls,
  providers,
  profile,
  reactions,
  receipts,
  reminders,
  replies,
  reports,
  rooms,
  saves,
  scheduled,
  search,
  secondFactor,
  sections,
  share,
  sidebar,
  threads,
]
