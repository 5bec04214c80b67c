import { expect, it } from 'vitest'
import { localTime, statusNow } from './status'

const NOON = new Date('2026-11-25T12:00:00.000Z')

it('a status whose time is over is none', () => {
  expect(statusNow({ text: 'Here' }, NOON)).toEqual({ text: 'Here' })
  expect(statusNow({ text: 'Here', until: '2026-11-25T12:00:01.000Z' }, NOON)).not.toBeNull()
  expect(statusNow({ text: 'Here', until: '2026-11-25T12:00:00.000Z' }, NOON)).toBeNull()
  expect(statusNow(undefined, NOON)).toBeNull()
})

it('a place that the browser does not know shows no time', () => {
  expect(localTime('Asia/Tokyo', NOON)).toMatch(/9:00.PM/)
  expect(localTime('Mars/Phobos', NOON)).toBeNull()
  expect(localTime(undefined, NOON)).toBeNull()
})
