import { expect, it } from 'vitest'
import corpus from './corpus.json'
import { mentionsIn } from './mentionsIn'

it.each(corpus as { text: string; handles: string[]; wide?: string }[])(
  '$text mentions these and nobody else',
  ({ text, handles, wide = null }) => {
    expect(mentionsIn(text)).toEqual({ handles, wide })
  },
)

it('mentions no more than fifty people', () => {
  const names = Array.from({ length: 200 }, (_, number) => `user-${number}`)
  expect(mentionsIn(names.map((name) => `@${name}`).join(' ')).handles).toEqual(names.slice(0, 50))
})
