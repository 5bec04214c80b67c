import { t } from '../../../language/t'
import { Icon } from '../../../ui/Icon'
import type { CompletionSource } from './source'

/** The commands that a message can begin with. */
export const slashesNamed: CompletionSource = {
  label: t('Commands'),
  trigger: '/',
  query: /^[a-z-]*$/i,
  atStart: true,
  find(query, { slashCommands }) {
    const wanted = query.toLowerCase()
    const found = slashCommands.filter(({ name }) => name.startsWith(wanted))
    // Written to its end, there is nothing left to complete, and Enter does it.
    if (found.length === 1 && found[0]!.name === wanted) return []
    return found.map(({ name, takes, label, icon }) => ({
      key: name,
      picture: <Icon name={icon} size={16} />,
      name: takes ? `/${name} ${takes}` : `/${name}`,
      detail: label,
      insert: `/${name}`,
    }))
  },
}
