import { describe, expect, it } from 'vitest'
import { room } from '../../sync/testing/room-log'
import { changesOf, settingsOf } from './settings'

describe('room settings', () => {
  const before = settingsOf({ ...room(), topic: 'Trees', keep_days: 30 })

  it('are sent as far as they changed', () => {
    expect(changesOf(before, { ...before, name: 'Hall' })).toEqual({ name: 'Hall' })
    expect(changesOf(before, { ...before, edit_minutes: 15 })).toEqual({ edit_minutes: 15 })
    expect(changesOf(before, { ...before, adding: 'members' })).toEqual({ adding: 'members' })
    expect(changesOf(before, { ...before, posting: 'moderators' })).toEqual({ posting: 'moderators' })
    expect(changesOf(before, { ...before, threads: 'off' })).toEqual({ threads: 'off' })
    expect(changesOf(before, { ...before, topic: '', keep_days: 0 })).toEqual({ topic: '', keep_days: 0 })
  })

  it('are not sent when nothing did', () => {
    expect(changesOf(before, before)).toBeNull()
    expect(changesOf(before, { ...before, name: ' Lobby ' })).toBeNull()
  })
})
