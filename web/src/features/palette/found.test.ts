import { describe, expect, it } from 'vitest'
import type { Card, Room } from '../../protocol.gen'
import type { Command } from '../registry/feature'
import type { ListedRoom } from '../rooms/listed'
import { findTargets, type Places } from './found'

const room = (name: string): ListedRoom => ({
  info: { id: name, name } as Room,
  name,
  path: `/r/${name}`,
  unread: 0,
  mentions: 0,
  muted: null,
  draft: false,
})
const card = (name: string, handle: string): Card => ({ name, handle, avatar: null, rev: 1 })
const command = (label: string, words = ''): Command => ({
  id: label,
  order: 1,
  label,
  words,
  icon: 'plus',
  act: () => undefined,
})
const PLACES: Places = {
  rooms: [room('attic'), room('den'), room('eng-frontend'), room('lobby')],
  recent: ['lobby', 'den'],
  people: { p1: card('Ada Lovelace', 'ada'), p2: card('Zoë', 'zoe') },
  commands: [command('Create a room', 'new channel'), command('Sign out', 'log out')],
  lookups: [],
}
const found = (query: string) => findTargets(query, PLACES).map(({ key }) => key)

describe('the palette', () => {
  it('shows rooms by when they were looked at, the open one last, and then what can be done', () => {
    expect(found('')).toEqual([
      'room den',
      'room attic',
      'room eng-frontend',
      'room lobby',
      'command Create a room',
      'command Sign out',
    ])
  })

  it('finds rooms, people and commands by a few letters', () => {
    expect(found('engfe')[0]).toBe('room eng-frontend')
    expect(found('lovel')[0]).toBe('person p1')
    expect(found('@zo')[0]).toBe('person p2')
    expect(found('zoe')[0]).toBe('person p2')
    expect(found('create')[0]).toBe('command Create a room')
    expect(found('log')).toContain('command Sign out')
    expect(found('den')[0]).toBe('room den')
  })

  it('finds a command by another word for it, whatever the accents', () => {
    const places = { ...PLACES, commands: [command('Abrir', 'menú número')] }
    expect(findTargets('numero', places).map(({ key }) => key)).toEqual(['command Abrir'])
    expect(findTargets('umero', places)).toEqual([])
  })

  it('finds nothing where nothing fits', () => {
    expect(found('qqqq')).toEqual([])
  })

  it('offers to look a text up elsewhere, after all that is here', () => {
    const lookup = { id: 'messages', order: 1, icon: 'search', label: String, act: () => undefined } as const
    const keys = (query: string) => findTargets(query, { ...PLACES, lookups: [lookup] }).map(({ key }) => key)
    expect(keys('lobby')).toEqual(['room lobby', 'lookup messages'])
    expect(keys(' qqq ')).toEqual(['lookup messages'])
    expect(keys('')).not.toContain('lookup messages')
  })
})
