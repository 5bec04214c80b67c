import { expect, it } from 'vitest'
import { minutesOf, untilWords } from './spans'

const WEDNESDAY = new Date(2026, 10, 25, 22, 30)

it('a day ends at midnight and a week with its Sunday', () => {
  expect(minutesOf('never', WEDNESDAY)).toBeUndefined()
  expect(minutesOf('1 hour', WEDNESDAY)).toBe(60)
  expect(minutesOf('today', WEDNESDAY)).toBe(90)
  expect(minutesOf('week', WEDNESDAY)).toBe(90 + 4 * 24 * 60)
  expect(minutesOf('week', new Date(2026, 10, 29, 23, 59, 50))).toBe(1)
})

it('says the day only if it is another one', () => {
  expect(untilWords(new Date(2026, 10, 25, 23, 0), WEDNESDAY)).toMatch(/^Until 11:00.PM$/)
  expect(untilWords(new Date(2026, 10, 27, 9, 0), WEDNESDAY)).toMatch(/^Until Fri, Nov 27.*9:00.AM$/)
})
