import type { GetGroup, Group, GroupAdded, GroupDetails } from '../protocol.gen'
import type { Api } from './api'

/** An administrator may have made another one meanwhile. */
const FRESH_MS = 60_000
/** As many as there can be, and as one page has. */
const MOST = 200

/** Groups of people. They are in no log: they are asked for when somebody wants to see them. */
export interface Grouping {
  /** All of them, as of a moment ago. Guests are refused. */
  all(): Promise<readonly Group[]>
  get(command: GetGroup): Promise<GroupDetails>
  addTo(room: string, group: string): Promise<GroupAdded>
}

export function createGrouping(api: Pick<Api, 'call'>, now: () => number): Grouping {
  let known: { readonly at: number; readonly groups: Promise<readonly Group[]> } | null = null

  return {
    all() {
      if (known && now() - known.at < FRESH_MS) return known.groups
      const groups = api.call('group.list', { limit: MOST }).then((page) => page.groups)
      const asked = { at: now(), groups }
      known = asked
      groups.catch(() => {
        if (known === asked) known = null
      })
      return groups
    },
    get: (command) => api.call('group.get', command),
    addTo: (room, group) => api.call('member.add_group', { room, group }),
  }
}
