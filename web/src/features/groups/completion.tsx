import { locale } from '../../language/languages'
import { Icon } from '../../ui/Icon'
import { fit, folded, OFFERED, type Completion, type CompletionPlace } from '../composer/completion/source'
import { membersWords } from './words'

/** The groups of this handle or name. A guest finds none: they do not see the list. */
export async function groupsNamed(
  query: string,
  { client, state }: CompletionPlace,
): Promise<readonly Completion[]> {
  if (state.sync.me?.role === 'guest') return []
  const all = await client.grouping().then((grouping) => grouping.all())
  const wanted = folded(query)
  return all
    .flatMap((group) => {
      const ranks = [fit(folded(group.handle), wanted), fit(folded(group.name), wanted)]
      const rank = Math.min(...ranks.map((one) => one ?? Infinity))
      return rank === Infinity || group.members === 0 ? [] : [{ group, rank }]
    })
    .sort((a, b) => a.rank - b.rank || a.group.name.localeCompare(b.group.name, locale))
    .slice(0, OFFERED)
    .map(({ group: { id, handle, name, members } }) => ({
      key: `group ${id}`,
      picture: <Icon name="people" size={16} />,
      name,
      detail: `@${handle} · ${membersWords(members)}`,
      insert: `@${handle}`,
    }))
}
