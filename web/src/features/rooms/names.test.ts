import { describe, expect, it } from 'vitest'
import { ADA, BOB, room } from '../../sync/testing/room-log'
import { roomName } from './names'

const EVE = '9'
const card = (name: string) => ({ handle: name.toLowerCase(), name, avatar: null, rev: 1 })
const people = { [ADA]: card('Ada'), [BOB]: card('Bob'), [EVE]: card('Eve') }
const direct = (...ids: string[]) =>
  ({ ...room(), slug: null, kind: 'direct', name: '', direct: ids }) as const

describe('what a room is called', () => {
  it('is its own name', () => {
    expect(roomName({ ...room(), name: 'Lobby' }, people, ADA)).toBe('Lobby')
  })

  it('is who else is in a direct conversation', () => {
    expect(roomName({ ...direct(), direct: [ADA, BOB] }, people, ADA)).toBe('Bob')
    expect(roomName({ ...direct(), direct: [EVE, ADA, BOB] }, people, ADA)).toBe('Bob, Eve')
    expect(roomName({ ...direct(), direct: [ADA] }, people, ADA)).toBe('Notes to myself')
    expect(roomName({ ...direct(), direct: [ADA, BOB] }, {}, ADA)).toBe('…')
  })
})
