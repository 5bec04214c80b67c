import { expect, it } from 'vitest'
import { ADA, BOB, card, stay } from '../../sync/testing/room-log'
import { candidatesAmong, prefixIn, stepAmong } from './candidates'

const EVE = '3'
const found = candidatesAmong(
  [
    { person: ADA, card: card('Ada', 1) },
    { person: EVE, card: card('Eve', 1) },
    { person: BOB, card: card('Bob', 1) },
  ],
  [stay(ADA, 1)],
)

it('puts those who are not in the room first, by name, and marks the others', () => {
  expect(found.map(({ card: { name }, isIn }) => [name, isIn])).toEqual([
    ['Bob', false],
    ['Eve', false],
    ['Ada', true],
  ])
})

it('walks round those who can be chosen, and past the others', () => {
  expect(stepAmong(found, -1, 1)).toBe(0)
  expect(stepAmong(found, 0, 1)).toBe(1)
  expect(stepAmong(found, 1, 1)).toBe(0)
  expect(stepAmong(found, 0, -1)).toBe(1)
  expect(stepAmong(found, -1, -1)).toBe(1)
  expect(stepAmong(candidatesAmong([{ person: ADA, card: card('Ada', 1) }], [stay(ADA, 1)]), -1, 1)).toBe(-1)
  expect(stepAmong([], -1, 1)).toBe(-1)
})

it('asks for a handle without its @', () => {
  expect(prefixIn(' @bo ')).toBe('bo')
  expect(prefixIn('Bob S')).toBe('Bob S')
})
