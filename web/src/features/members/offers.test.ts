import { describe, expect, it } from 'vitest'
import { ADA, BOB, room, stay } from '../../sync/testing/room-log'
import { canAdd, canSeeBans, offersFor, type Offer, type Place, type Role } from './offers'

const EVE = '3'
const den = { ...room(), kind: 'private', slug: null } as const

const member = (person: string, role: Role = 'member') => ({ ...stay(person, 1), role })
const place = (role: Role, info: Place['room'] = den): Place => ({
  room: info,
  me: ADA,
  isOwner: role === 'owner',
  isModerator: role !== 'member',
})
const words = (offers: readonly Offer[]) =>
  offers.map((offer) => (offer.act === 'role' ? offer.role : offer.act))

describe('what can be done about a member', () => {
  const all = [member(ADA, 'owner'), member(BOB), member(EVE, 'moderator')]
  const [ada, bob, eve] = all as [
    ReturnType<typeof member>,
    ReturnType<typeof member>,
    ReturnType<typeof member>,
  ]

  it('is everything, for an owner', () => {
    expect(words(offersFor(place('owner'), bob, all))).toEqual(['owner', 'moderator', 'remove', 'ban'])
    expect(words(offersFor(place('owner'), eve, all))).toEqual(['owner', 'member', 'remove', 'ban'])
  })

  it('is to let plain members out, for a moderator', () => {
    const moderators = [member(ADA, 'moderator'), bob, eve, member('4', 'owner'), member('5', 'owner')]
    expect(words(offersFor(place('moderator'), bob, moderators))).toEqual(['remove', 'ban'])
    for (const other of moderators.filter(({ role }) => role !== 'member')) {
      expect(offersFor(place('moderator'), other, moderators)).toEqual([])
    }
  })

  it('is nothing, for a plain member', () => {
    for (const one of all) expect(offersFor(place('member'), one, all)).toEqual([])
  })

  it('leaves a room its last owner, whoever asks', () => {
    expect(offersFor(place('owner'), ada, all)).toEqual([])
    const bobs = [member(ADA), member(BOB, 'owner')]
    expect(offersFor(place('owner', room()), bobs[1] ?? bob, bobs)).toEqual([])
  })

  it('is to step back, for one of several owners', () => {
    expect(words(offersFor(place('owner'), ada, [ada, member(BOB, 'owner')]))).toEqual([
      'moderator',
      'member',
    ])
  })

  it('is nothing where people never change', () => {
    for (const fixed of [{ ...den, kind: 'direct' } as const, { ...den, deleted_at: den.created_at }]) {
      expect(offersFor(place('owner', fixed), bob, all)).toEqual([])
      expect(canAdd(place('owner', fixed))).toBe(false)
      expect(canSeeBans(place('owner', fixed))).toBe(false)
    }
  })
})

describe('adding people', () => {
  it('is for every member of a public room', () => {
    expect(canAdd(place('member', room()))).toBe(true)
  })

  it('is for the moderators of a private one, unless it says otherwise', () => {
    expect(canAdd(place('member'))).toBe(false)
    expect(canAdd(place('moderator'))).toBe(true)
    expect(canAdd(place('member', { ...den, adding: 'members' }))).toBe(true)
  })

  it('waits until an archived room is open again', () => {
    expect(canAdd(place('owner', { ...den, archived_at: den.created_at }))).toBe(false)
  })
})
