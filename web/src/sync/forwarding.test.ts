import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createForwarding } from './forwarding'

const ORIGIN = { seq: 4, source_room: '7', source_seq: 12 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function forwarding(answer: (seqs: number[]) => unknown = () => ({ origins: [ORIGIN] })) {
  const call = vi.fn(async (_verb: string, { seqs = [] }: { seqs?: number[] }) => answer(seqs))
  const landed = vi.fn()
  const clock = { now: 0 }
  const made = createForwarding({ call: call as never }, landed, () => clock.now)
  return { ...made, call, landed, clock }
}

it('asks once about all that is shown at a time', async () => {
  const { origin, call } = forwarding()
  const asked = Promise.all([origin('1', 4), origin('1', 9), origin('1', 4)])
  await vi.runAllTimersAsync()
  expect(await asked).toEqual([ORIGIN, null, ORIGIN])
  expect(call.mock.calls).toEqual([['message.origins', { room: '1', seqs: [4, 9] }]])
})

it('asks about each room apart, and about no more than the server takes', async () => {
  const { origin, call } = forwarding()
  const asked = Promise.all([origin('2', 1), ...Array.from({ length: 60 }, (_, at) => origin('1', at + 1))])
  await vi.runAllTimersAsync()
  await asked
  expect(call.mock.calls.map(([, { seqs = [] }]) => seqs.length)).toEqual([1, 50, 10])
})

it('believes an answer for a minute', async () => {
  const { origin, call, clock } = forwarding()
  void origin('1', 4)
  await vi.runAllTimersAsync()
  clock.now = 59_000
  expect(await origin('1', 4)).toEqual(ORIGIN)
  clock.now = 61_000
  void origin('1', 4)
  await vi.runAllTimersAsync()
  expect(call).toHaveBeenCalledTimes(2)
})

it('asks again after a failure', async () => {
  let failures = 1
  const { origin, call } = forwarding(() => {
    if (failures-- > 0) throw new Error('away')
    return { origins: [ORIGIN] }
  })
  const first = expect(origin('1', 4)).rejects.toThrow('away')
  await vi.runAllTimersAsync()
  await first
  const again = origin('1', 4)
  await vi.runAllTimersAsync()
  expect(await again).toEqual(ORIGIN)
  expect(call).toHaveBeenCalledTimes(2)
})

it('names a reply by its thread, and says where the copy has come', async () => {
  const sent = { room: '2', seq: 3, rev: 5, client_id: 'c' }
  const { forward, call, landed } = forwarding(() => sent)
  await forward('1/8', 4, '2', 'Look', 'c')
  const source = { source_room: '1', source_seq: 4, source_thread: 8 }
  expect(call).toHaveBeenCalledWith('message.forward', { room: '2', client_id: 'c', ...source, note: 'Look' })
  expect(landed).toHaveBeenCalledWith('2', sent)
})
