import { expect, it } from 'vitest'
import { pollIn } from './command'

it('takes a question in quotes, and options between bars', () => {
  const lunch = { question: 'Lunch?', options: ['Pizza', 'Sushi'] }
  expect(pollIn('"Lunch?" Pizza | Sushi')).toEqual(lunch)
  expect(pollIn(' “Lunch?”  Pizza|Sushi|')).toEqual(lunch)
  expect(pollIn('„Lunch?“ | Pizza | Sushi')).toEqual(lunch)
  expect(pollIn('«Lunch?» Pizza\nSushi')).toEqual(lunch)
})

it('takes the first part for the question where nothing is in quotes', () => {
  expect(pollIn('Lunch? | Pizza | Sushi')).toEqual({ question: 'Lunch?', options: ['Pizza', 'Sushi'] })
  expect(pollIn('Lunch?')).toEqual({ question: 'Lunch?', options: [] })
  expect(pollIn('  ')).toEqual({ question: '', options: [] })
  expect(pollIn('"Lunch')).toEqual({ question: '"Lunch', options: [] })
})
