import { describe, expect, it } from 'vitest'
import { room } from '../../sync/testing/room-log'
import { whyClosed } from './closed'

describe('a room that cannot be written in', () => {
  it('is archived, for everybody', () => {
    const archived = { ...room(), archived_at: '2026-11-20T10:00:00.000Z' }
    expect(whyClosed(archived, true)).toMatch('archived')
    expect(whyClosed(archived, false)).toMatch('archived')
  })

  it('is deleted, and about to go', () => {
    const deleted = { ...room(), deleted_at: '2026-11-20T10:00:00.000Z' }
    expect(whyClosed(deleted, true)).toMatch('deleted')
  })

  it('is for its moderators to write in', () => {
    const announcing = { ...room(), posting: 'moderators' } as const
    expect(whyClosed(announcing, false)).toMatch('moderators')
    expect(whyClosed(announcing, true)).toBeNull()
    expect(whyClosed(room(), false)).toBeNull()
  })
})
