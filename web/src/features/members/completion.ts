import { t } from '../../language/t'
import type { CompletionSource } from '../composer/completion/source'

export const bringNaming = () => import('./naming')

/** People, by what they are called. */
export const membersNamed: CompletionSource = {
  label: t('People'),
  trigger: '@',
  query: /^[^\s@]*$/,
  find: (query, place) => bringNaming().then(({ findMembers }) => findMembers(query, place)),
}
