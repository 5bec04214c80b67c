import { expect, it } from 'vitest'
import type { Me } from '../../protocol.gen'
import { changed, languages, timeZones } from './filled'

const ME: Me = {
  id: '1',
  handle: 'ada',
  name: 'Ada',
  avatar: null,
  role: 'member',
  created_at: '2026-01-01T00:00:00.000Z',
  email: null,
  pronouns: 'she/her',
}

it('sends what is different, and an empty text for what is taken away', () => {
  expect(changed(ME, { name: ' Ada ', handle: 'ada', pronouns: '', time_zone: 'Europe/Berlin' })).toEqual({
    pronouns: '',
    time_zone: 'Europe/Berlin',
  })
  expect(changed(ME, { language: '' })).toEqual({})
})

it('offers what was chosen elsewhere, even if this browser does not know it', () => {
  expect(timeZones('Mars/Phobos')).toContain('Mars/Phobos')
  expect(languages('gsw').map(({ tag }) => tag)).toContain('gsw')
  expect(new Set(timeZones(undefined)).size).toBe(timeZones(undefined).length)
})
