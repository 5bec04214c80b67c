import { expect, it } from 'vitest'
import { muteChoices } from './choices'
import { endOf } from './slash'

const FRIDAY = new Date(2026, 10, 20, 15, 30)
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes)

it('offers everything, mentions, and nothing for ever or for a time', () => {
  expect(muteChoices(FRIDAY).map(({ level, endsAt }) => [level, endsAt])).toEqual([
    ['everything', null],
    ['mentions', null],
    ['nothing', null],
    ['nothing', at(20, 16, 30)],
    ['nothing', at(21, 9)],
    ['nothing', at(23, 9)],
  ])
  expect(muteChoices(at(22, 12)).map(({ endsAt }) => endsAt)).toEqual([
    ...[null, null, null],
    ...[at(22, 13), at(23, 9)],
  ])
})

it('understands spans and times behind /mute', () => {
  for (const written of [
    '1h',
    '1 hour',
    'for an hour',
    'For 60 minutes',
    '16:30',
    'until 4:30pm',
    'in 1 h',
  ]) {
    expect([written, endOf(written, FRIDAY)]).toEqual([written, at(20, 16, 30)])
  }
  expect(endOf('until tomorrow', FRIDAY)).toEqual(at(21, 9))
  expect(endOf('2 days', FRIDAY)).toEqual(at(22, 15, 30))
  expect(endOf('till monday at 8', FRIDAY)).toEqual(at(23, 8))
})

it('takes nothing else for a time', () => {
  for (const written of [
    'everybody',
    '2',
    'tomorrow Buy milk',
    '1h Buy milk',
    '25:00',
    'in 1.5 days',
    'in half a day',
  ]) {
    expect([written, endOf(written, FRIDAY)]).toEqual([written, undefined])
  }
})
