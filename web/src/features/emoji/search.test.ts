import { describe, expect, it } from 'vitest'
import groups from './emoji.gen.json'
import { searchEmoji, type EmojiGroup } from './search'

const all = groups as unknown as EmojiGroup[]
const found = (typed: string) => searchEmoji(all, typed).map(([emoji]) => emoji)

describe('emoji', () => {
  it('are all there, in groups', () => {
    expect(all.map(({ name }) => name)).toHaveLength(9)
    expect(all.flatMap(({ emoji }) => emoji).length).toBeGreaterThan(1_800)
  })

  it('are found by their name and by other words, those that are called so first', () => {
    expect(found('party')[0]).toBe('🎉')
    expect(found('thumbs up')[0]).toBe('👍')
    expect(found('tada')).toContain('🎉')
    expect(found(':thumbs_up:')[0]).toBe('👍')
    expect(found('RED hea')[0]).toBe('❤️')
  })

  it('are found by themselves', () => {
    expect(found('🎉')).toEqual(['🎉'])
  })

  it('are not found by nothing, or by what no word begins with', () => {
    expect(found('  ')).toEqual([])
    expect(found('xyzzy')).toEqual([])
  })
})
