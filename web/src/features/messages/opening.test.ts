import { expect, it } from 'vitest'
import { openingOf } from './opening'

const place = { seq: 40, top: -7 }

it('a room opens at the message in the address, whatever else there is', () => {
  expect(openingOf({ linked: 12, firstUnread: 50, place })).toEqual({ seq: 12, align: 'center' })
})

it('else at the first unread message', () => {
  expect(openingOf({ linked: null, firstUnread: 50, place })?.seq).toBe(50)
})

it('else where it was left, to the pixel', () => {
  expect(openingOf({ linked: null, firstUnread: null, place })).toEqual({ seq: 40, align: { top: -7 } })
})

it('else at its end', () => {
  expect(openingOf({ linked: null, firstUnread: null, place: null })).toBeNull()
})
