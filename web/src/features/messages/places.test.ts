import { beforeEach, expect, it, vi } from 'vitest'
import { forgetPlaces, keepPlace, placeIn } from './places'

const ADA = '1'
const BOB = '2'

beforeEach(() => {
  const items = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  })
})

it('a place is found again in its room, and nowhere else', () => {
  keepPlace(ADA, '17', { seq: 120, top: -8 })
  expect(placeIn(ADA, '17')).toEqual({ seq: 120, top: -8 })
  expect(placeIn(ADA, '18')).toBeNull()
})

it('who leaves a room at its end has no place in it', () => {
  keepPlace(ADA, '17', { seq: 120, top: 0 })
  keepPlace(ADA, '17', null)
  expect(placeIn(ADA, '17')).toBeNull()
})

it('nobody is told where somebody else was reading', () => {
  keepPlace(ADA, '17', { seq: 120, top: 0 })
  expect(placeIn(BOB, '17')).toBeNull()
  forgetPlaces()
  expect(placeIn(ADA, '17')).toBeNull()
})

it('the rooms left longest ago are forgotten first', () => {
  for (let room = 1; room <= 60; room++) keepPlace(ADA, `r${room}`, { seq: room, top: 0 })
  keepPlace(ADA, 'r11', { seq: 11, top: 5 })
  keepPlace(ADA, 'r61', { seq: 61, top: 0 })
  expect(placeIn(ADA, 'r12')).toBeNull()
  expect(placeIn(ADA, 'r11')).toEqual({ seq: 11, top: 5 })
})

it('what cannot be read counts as nothing', () => {
  sessionStorage.setItem('parley.places', 'not JSON')
  expect(placeIn(ADA, '17')).toBeNull()
})
