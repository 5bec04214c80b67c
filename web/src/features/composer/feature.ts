import { lazy } from 'react'
import { t } from '../../language/t'
import { emojiNamed } from '../emoji/completion'
import { membersNamed } from '../members/completion'
import type { Feature, KeyBinding } from '../registry/feature'
import { roomsNamed } from '../rooms/completion'
import { EmojiButton } from './EmojiButton'
import { FORMATS } from './keys'
import { slashesNamed } from './completion/slashes'
import { MentionButton } from './MentionButton'
import { TypistsShown } from '../typing/TypingLine'
import { SLASH_COMMANDS } from './slashCommands'
import { CompletionList } from './WritingField'

/** The field listens by itself: these lines are for the sheet of keys. */
const formats = FORMATS.flatMap(({ format, label, keys }, at): KeyBinding[] =>
  keys === null
    ? []
    : [{ id: format, order: 300 + at, keys: [keys.replace('Ctrl+', 'Mod+')], label, group: 'Writing' }],
)

export const composer: Feature = {
  name: 'composer',
  composerButtons: [
    { id: 'mention', order: 100, View: MentionButton },
    { id: 'emoji', order: 200, View: EmojiButton },
  ],
  completions: [membersNamed, roomsNamed, emojiNamed, slashesNamed],
  slashCommands: SLASH_COMMANDS,
  keys: formats,
  later: [CompletionList.bring, TypistsShown.bring],
  settingsPages: [
    {
      id: 'writing',
      order: 150,
      path: 'writing',
      title: t('Writing'),
      icon: 'pencil',
      View: lazy(() => import('./WritingPage')),
    },
  ],
}
