import { describe, expect, it } from 'vitest'
import { readAddress, roomAddress } from './address'

const room = (more: object) => ({
  page: 'room',
  reference: 'lobby',
  seq: null,
  panel: null,
  argument: null,
  ...more,
})

describe('an address', () => {
  it('names a room, a message in it, and what is beside it', () => {
    expect(readAddress('/r/lobby')).toEqual(room({}))
    expect(readAddress('/r/lobby/')).toEqual(room({}))
    expect(readAddress('/r/lobby/12')).toEqual(room({ seq: 12 }))
    expect(readAddress('/r/lobby/members')).toEqual(room({ panel: 'members' }))
    expect(readAddress('/r/lobby/thread/12')).toEqual(room({ panel: 'thread', argument: '12' }))
    expect(readAddress('/r/lobby/7/profile/ada')).toEqual(room({ seq: 7, panel: 'profile', argument: 'ada' }))
  })

  it('is read as it was written', () => {
    for (const path of ['/r/lobby', '/r/lobby/12', '/r/lobby/members', '/r/lobby/7/profile/ada']) {
      const address = readAddress(path)
      expect(address?.page === 'room' && roomAddress(address)).toBe(path)
    }
  })

  it.each(['/r', '/r/', '/r/lobby/0', '/r/lobby/-1', '/r/lobby/1/2', '/r/lobby/a/b/c', '/settings/a/b'])(
    'leads nowhere if it is %s',
    (path) => expect(readAddress(path)).toBeNull(),
  )

  it('names pages', () => {
    expect(readAddress('/')).toEqual({ page: 'home' })
    expect(readAddress('/settings')).toEqual({ page: 'settings', path: null })
    expect(readAddress('/settings/appearance')).toEqual({ page: 'settings', path: 'appearance' })
    expect(readAddress('/browse')).toEqual({ page: 'other', path: '/browse', rest: '' })
    expect(readAddress('/admin/people/3')).toEqual({ page: 'other', path: '/admin', rest: 'people/3' })
  })
})
