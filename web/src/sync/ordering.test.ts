import { describe, expect, it } from 'vitest'
import type { Scheduled } from '../protocol.gen'
import type { Api } from './api'
import { scheduledOf } from './ordered'
import { createOrdering } from './ordering'
import { createClientStore } from './store'
import { apply } from './apply'
import { NOTHING_KNOWN } from './state'
import { ADA, OWN_LOG, welcome } from './testing/room-log'

const AT = '2026-11-20T12:00:00.000Z'
const thing = (id: string, rev: number, change: Partial<Scheduled> = {}): Scheduled => ({
  thing: 'scheduled',
  id,
  room: '100',
  body: 'later',
  at: AT,
  since: 1,
  rev,
  ...change,
})

describe('what one ordered', () => {
  it('is listed by its time, without what has ended, and is the same list until it changes', () => {
    const begun = apply(NOTHING_KNOWN, welcome())
    const things = [thing('12', 3), thing('9', 4), thing('7', 5, { at: '2026-11-19T12:00:00.000Z' })]
    const head = begun.logs[OWN_LOG]!.head
    const frame = { type: 'changes', log: OWN_LOG, from: head, to: head + 3, things } as const
    const state = apply(begun, frame)
    expect(scheduledOf(state).map(({ id }) => id)).toEqual(['7', '9', '12'])
    expect(scheduledOf({ ...state })).toBe(scheduledOf(state))
    const gone = thing('9', 6, { until: 6, body: '' })
    const after = apply(state, { ...frame, from: head + 3, to: head + 4, things: [gone] })
    expect(scheduledOf(after).map(({ id }) => id)).toEqual(['7', '12'])
    expect(ADA).toBe(state.me!.id)
  })

  it('is ordered once, however often it is asked for until there is an answer', async () => {
    const asked: string[] = []
    let answers = false
    const api = {
      call: async (_verb: string, { client_id }: { client_id: string }) => {
        asked.push(client_id)
        if (!answers) throw new Error('not reached')
        return thing('1', 1)
      },
    } as unknown as Api
    const ordering = createOrdering(api, createClientStore())
    const command = { room: '100', body: 'later', at: AT }
    await expect(ordering.schedule(command)).rejects.toThrow('not reached')
    answers = true
    await ordering.schedule(command)
    await ordering.schedule(command)
    expect(asked[1]).toBe(asked[0])
    expect(asked[2]).not.toBe(asked[0])
  })
})
