import { describe, expect, it } from 'vitest'
import { parsed } from './parsed'

/** A Friday, in the zone of this machine. */
const NOW = new Date(2026, 10, 20, 15, 0)

function wish(written: string): [string, string] | null {
  const found = parsed(written, NOW)
  const at = found?.at
  const pad = (number: number) => String(number).padStart(2, '0')
  return found && at
    ? [`${at.getMonth() + 1}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`, found.text]
    : null
}

describe('/remind', () => {
  it.each([
    ['in 20 minutes Buy milk', '11-20 15:20'],
    ['in 20m Buy milk', '11-20 15:20'],
    ['in 2 hours, Buy milk', '11-20 17:00'],
    ['in an hour to Buy milk', '11-20 16:00'],
    ['in half an hour Buy milk', '11-20 15:30'],
    ['in 3 days Buy milk', '11-23 15:00'],
    ['in a week Buy milk', '11-27 15:00'],
    ['tomorrow Buy milk', '11-21 09:00'],
    ['tomorrow at 9 Buy milk', '11-21 09:00'],
    ['Tomorrow 9:30 Buy milk', '11-21 09:30'],
    ['today at 5pm Buy milk', '11-20 17:00'],
    ['monday Buy milk', '11-23 09:00'],
    ['on Friday at 14:30 Buy milk', '11-27 14:30'],
    ['15:30 Buy milk', '11-20 15:30'],
    ['at 9 Buy milk', '11-21 09:00'],
    ['at 12 am Buy milk', '11-21 00:00'],
    ['3:30 pm Buy milk', '11-20 15:30'],
    ['2026-12-01 Buy milk', '12-01 09:00'],
    ['2026-12-01 at 18:15 Buy milk', '12-01 18:15'],
    ['me to Buy milk tomorrow at 9', '11-21 09:00'],
    ['Buy milk in 20 minutes', '11-20 15:20'],
    ['Buy milk at 15:30', '11-20 15:30'],
  ])('understands "%s"', (written, at) => {
    expect(wish(written)).toEqual([at, 'Buy milk'])
  })

  it.each([
    'Buy milk',
    'in 20 minutes',
    'tomorrow',
    'in some time Buy milk',
    '25:00 Buy milk',
    'at 9:75 Buy milk',
    'at 13 pm Buy milk',
    '2026-13-01 Buy milk',
    '2026-02-30 Buy milk',
    '20 things',
    '',
  ])('does not guess what "%s" means', (written) => {
    expect(wish(written)).toBeNull()
  })

  it('takes a day that has passed as it is: the view says so', () => {
    expect(wish('today at 9 Buy milk')).toEqual(['11-20 09:00', 'Buy milk'])
  })
})
