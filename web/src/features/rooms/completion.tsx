import { locale } from '../../language/languages'
import { t } from '../../language/t'
import { openMemberships, roomOf } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { fit, folded, OFFERED, type CompletionSource } from '../composer/completion/source'

/** One's rooms that have a short name: the others cannot be named to anybody. */
export const roomsNamed: CompletionSource = {
  label: t('Rooms'),
  trigger: '#',
  query: /^[^\s#]*$/,
  find(query, { state }) {
    const wanted = folded(query)
    return openMemberships(state.sync)
      .flatMap(({ room }) => roomOf(state.sync, room)?.info ?? [])
      .flatMap(({ id, name, slug }) => {
        const ranks = slug === null ? [] : [fit(slug, wanted), fit(folded(name), wanted)]
        const rank = Math.min(Infinity, ...ranks.map((one) => one ?? Infinity))
        return slug === null || rank === Infinity ? [] : [{ id, name, slug, rank }]
      })
      .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, locale))
      .slice(0, OFFERED)
      .map(({ id, name, slug }) => ({
        key: id,
        picture: <Icon name="hash" size={16} />,
        name,
        detail: `#${slug}`,
        insert: `#${slug}`,
      }))
  },
}
