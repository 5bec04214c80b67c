import { describe, expect, it } from 'vitest'
import { choices, momentOf, timeValue } from './choices'
import { hintOf, whenTitle, whenWords } from './words'

const FRIDAY = new Date(2026, 10, 20, 15, 30)
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes)

describe('times to choose from', () => {
  it('are in an hour, tomorrow and on the next Monday', () => {
    expect(choices(FRIDAY).map((one) => one.at)).toEqual([at(20, 16, 30), at(21, 9), at(23, 9)])
    expect(choices(at(23, 8)).map((one) => one.at)).toEqual([at(23, 9), at(24, 9), at(30, 9)])
  })

  it('do not name a day twice', () => {
    expect(choices(at(22, 12)).map((one) => one.at)).toEqual([at(22, 13), at(23, 9)])
  })

  it('are read from two fields, and nothing is read from what is no time', () => {
    expect(momentOf('2026-11-23', '09:05')).toEqual(at(23, 9, 5))
    expect(timeValue(at(23, 9, 5))).toBe('09:05')
    for (const [day, time] of [
      ['', '09:00'],
      ['2026-11-23', ''],
      ['2026-11-23', '24:00'],
      ['2026-11-23', '9'],
    ] as const) {
      expect(momentOf(day, time)).toBeNull()
    }
  })

  it('are said with the day, unless that is today', () => {
    expect(whenWords(at(20, 16, 30), FRIDAY)).toBe('4:30 PM')
    expect(whenTitle(at(20, 16, 30), FRIDAY)).toBe('Today, 4:30 PM')
    expect(whenWords(at(21, 9), FRIDAY)).toBe('tomorrow, 9:00 AM')
    expect(whenTitle(at(21, 9), FRIDAY)).toBe('Tomorrow, 9:00 AM')
    expect(whenWords(at(23, 9), FRIDAY)).toBe('Mon, Nov 23, 9:00 AM')
    expect(whenWords(new Date(2027, 0, 3, 10), FRIDAY)).toBe('Jan 3, 2027, 10:00 AM')
    expect([hintOf(at(20, 16, 30), FRIDAY), hintOf(at(23, 9), FRIDAY)]).toEqual(['4:30 PM', 'Mon, Nov 23'])
  })
})
