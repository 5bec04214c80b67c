import { describe, expect, it } from 'vitest'
import { ADA, BOB, message } from '../../sync/testing/room-log'
import { isEditable, lastEditable } from './editable'

const AT = new Date(message(1, 1).created_at)
const said = { sender: ADA, erased: false, at: AT }
const MINUTES = (count: number) => AT.getTime() + count * 60_000

describe('whether a message can be edited', () => {
  it('depends on who said it, and whether it is still there', () => {
    const always = { edit_minutes: 52_560_000 }
    expect(isEditable(said, always, ADA, MINUTES(1))).toBe(true)
    expect(isEditable(said, always, BOB, MINUTES(1))).toBe(false)
    expect(isEditable({ ...said, erased: true }, always, ADA, MINUTES(1))).toBe(false)
  })

  it('depends on the time that its room gives', () => {
    expect(isEditable(said, { edit_minutes: 15 }, ADA, MINUTES(14))).toBe(true)
    expect(isEditable(said, { edit_minutes: 15 }, ADA, MINUTES(15))).toBe(false)
    expect(isEditable(said, { edit_minutes: 0 }, ADA, MINUTES(0))).toBe(false)
  })

  it('is asked of the last message first', () => {
    const all = [message(1, 1), message(2, 2), message(3, 3, 'x', BOB), { ...message(4, 4), erased: true }]
    expect(lastEditable(all, { edit_minutes: 15 }, ADA, MINUTES(1))?.seq).toBe(2)
    expect(
      lastEditable([message(1, 1), { ...message(2, 2), poll: true }], { edit_minutes: 15 }, ADA, MINUTES(1))
        ?.seq,
    ).toBe(1)
    expect(lastEditable([], { edit_minutes: 15 }, ADA, MINUTES(1))).toBeUndefined()
  })
})
