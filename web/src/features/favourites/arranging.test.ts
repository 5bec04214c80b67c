import { describe, expect, it } from 'vitest'
import type { Favourite } from '../../protocol.gen'
import { apply } from '../../sync/apply'
import { favouritesOf, ownRows } from '../../sync/arranged'
import { NOTHING_KNOWN } from '../../sync/state'
import { LOBBY, membership, ownChanges, room, welcome } from '../../sync/testing/room-log'

const row = (id: string, position: number, rev: number, until?: number): Favourite => ({
  thing: 'favourite',
  room: id,
  position,
  rev,
  ...(until && { until }),
})

describe('the favourites', () => {
  it('are in their own order, without those that have ended', () => {
    const rooms = [room(), { ...room('200'), slug: null }, { ...room('300'), slug: null }]
    const begun = welcome({ rooms, memberships: rooms.map(({ id }) => membership(id)) })
    const rows = [row(LOBBY, 2, 2), row('200', 1, 3), row('300', 3, 4, 4), row('999', 4, 5)]
    const sync = apply(apply(NOTHING_KNOWN, begun), ownChanges(1, 5, rows))
    expect(favouritesOf(ownRows(sync))).toEqual(['200', LOBBY, '999'])
  })
})
