import { t } from '../../language/t'
import type { CompletionSource } from '../composer/completion/source'

/** Emoji by the names that people type between colons, and by the words that the picker knows. */
export const emojiNamed: CompletionSource = {
  label: t('Emoji'),
  trigger: ':',
  // From the second letter on: ":D" and ": a" are no questions.
  query: /^[a-z0-9+-][a-z0-9_+-]+$/i,
  find: (query, place) => import('./naming').then(({ findEmoji }) => findEmoji(query, place)),
}
