import { expect, it } from 'vitest'
import { countedWords } from './counted'

const counters = (members: number, messages_in_week: number) => ({
  members,
  messages_in_week,
  last_message_at: null,
})

it('says how many are in a room and how much they say', () => {
  expect(countedWords(counters(12, 34))).toBe('12 members · 34 messages this week')
  expect(countedWords(counters(1, 1))).toBe('1 member · 1 message this week')
  expect(countedWords(counters(2, 0))).toBe('2 members · quiet this week')
  expect(countedWords(undefined)).toBe('')
})
