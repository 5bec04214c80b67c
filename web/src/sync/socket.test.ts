import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ServerFrame } from '../protocol.gen'
import type { ConnectionState } from './connection'
import { Refusal, Unreachable } from './errors'
import { Socket } from './socket'
import { welcome } from './testing/room-log'

/** The far end of a socket, in the test's hands. */
class FakeSocket {
  sent: { type: string; ref?: number }[] = []
  closed = false
  readyState: number = WebSocket.OPEN
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
    this.readyState = WebSocket.CLOSING
  }
  says(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  welcomes() {
    this.onopen?.()
    this.says(welcome())
  }
  breaks(code = 1006) {
    this.onclose?.({ code })
  }
}

function setUp({ renew = async () => true }: { renew?: () => Promise<boolean> } = {}) {
  const opened: FakeSocket[] = []
  const states: ConnectionState[] = []
  const frames: ServerFrame[] = []
  const renewed = vi.fn(renew)
  const socket = new Socket({
    open: () => {
      opened.push(new FakeSocket())
      return opened.at(-1) as unknown as WebSocket
    },
    hello: () => ({ epoch: 'e1' }),
    renew: renewed,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    now: () => Date.now(),
    random: () => 0.5,
  })
  socket.start()
  return {
    socket,
    opened,
    states,
    frames,
    renewed,
    last: () => opened.at(-1)!,
    phase: () => states.at(-1)?.phase,
  }
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('a socket', () => {
  it('sends nothing into a socket that has begun to close', async () => {
    const { socket, opened } = setUp()
    socket.start()
    const far = opened[0]!
    far.welcomes()
    far.readyState = WebSocket.CLOSING
    far.says({ type: 'beat', heads: {} })
    await expect(socket.send('me.get', {})).rejects.toThrow(Unreachable)
    expect(far.sent.map(({ type }) => type)).toEqual(['hello'])
  })

  it('says hello first and is live when welcomed', () => {
    const { last, phase, frames } = setUp()
    expect(phase()).toBe('connecting')
    last().welcomes()
    expect(last().sent).toEqual([{ type: 'hello', epoch: 'e1' }])
    expect(phase()).toBe('live')
    expect(frames).toHaveLength(1)
  })

  it('gives each command its own answer', async () => {
    const { socket, last } = setUp()
    last().welcomes()
    const command = { room: '100', client_id: 'c', body: 'x' }
    const [first, second] = [socket.send('message.send', command), socket.send('message.send', command)]
    last().says({ type: 'error', ref: 2, code: 'forbidden', message: 'No.', retryable: false })
    last().says({ type: 'ok', ref: 1, result: { seq: 1 } })
    await expect(first).resolves.toEqual({ seq: 1 })
    await expect(second).rejects.toThrow(Refusal)
  })

  it('lets nobody wait for an answer that cannot come', async () => {
    const { socket, last } = setUp()
    const command = { room: '100', client_id: 'c', body: 'x' }
    await expect(socket.send('message.send', command)).rejects.toThrow(Unreachable)
    last().welcomes()
    const cut = expect(socket.send('message.send', command)).rejects.toThrow(Unreachable)
    last().breaks()
    await cut
  })

  it('answers beats, and takes a minute of silence for death', async () => {
    const { last, opened, phase } = setUp()
    last().welcomes()
    await wait(50_000)
    last().says({ type: 'beat', heads: {} })
    expect(last().sent.at(-1)).toEqual({ type: 'beat' })
    await wait(59_000)
    expect(phase()).toBe('live')
    await wait(1_001)
    expect(phase()).toBe('waiting')
    expect(opened[0]?.closed).toBe(true)
  })

  it('gives up on a server that does not welcome it', async () => {
    const { last, phase } = setUp()
    last().onopen?.()
    await wait(15_001)
    expect(phase()).toBe('waiting')
  })
})

describe('coming back', () => {
  it('waits longer each time, with jitter, up to 30 s', async () => {
    const { last, states, opened } = setUp({ renew: () => Promise.reject(new Unreachable('down')) })
    const waits: number[] = []
    for (let attempt = 0; attempt < 9; attempt++) {
      last().breaks()
      await wait(0)
      const state = states.at(-1)!
      if (state.phase !== 'waiting') throw new Error(state.phase)
      waits.push(state.retryAt - Date.now())
      await wait(waits.at(-1)!)
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
    expect(opened).toHaveLength(10)
  })

  it('begins with short waits again after a welcome, and remembers since when it was away', async () => {
    const { last, states } = setUp()
    last().welcomes()
    last().breaks(1006)
    await wait(0)
    const lost = states.at(-1)!
    await wait(250)
    last().breaks()
    await wait(0)
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', since: lost.phase === 'waiting' && lost.since })
    await wait(500)
    last().welcomes()
    last().breaks(1006)
    await wait(0)
    expect(states.at(-1)).toMatchObject({ retryAt: Date.now() + 250, since: Date.now() })
  })

  it('renews its session first when a socket fails to open, and not when an open one breaks', async () => {
    const { last, renewed } = setUp()
    last().breaks()
    await wait(0)
    expect(renewed).toHaveBeenCalledTimes(1)
    await wait(250)
    last().welcomes()
    last().breaks()
    await wait(0)
    expect(renewed).toHaveBeenCalledTimes(1)
  })

  it('renews on 4401, and stops when there is no session any more', async () => {
    const { last, phase, renewed, opened } = setUp({ renew: async () => false })
    last().welcomes()
    last().breaks(4401)
    await wait(60_000)
    expect(renewed).toHaveBeenCalledTimes(1)
    expect(phase()).toBe('stopped')
    expect(opened).toHaveLength(1)
  })

  it('is quick after 4408 and keeps to its time after a drain', async () => {
    const { last, opened } = setUp()
    last().welcomes()
    last().breaks(4408)
    await wait(125)
    expect(opened).toHaveLength(2)
    last().welcomes()
    last().says({ type: 'drain', reconnect_after_ms: 5_000 })
    last().breaks(1012)
    await wait(4_999)
    expect(opened).toHaveLength(2)
    await wait(1)
    expect(opened).toHaveLength(3)
  })

  it('stays away once the server speaks another version', async () => {
    const { socket, last, opened, phase } = setUp()
    last().onopen?.()
    last().breaks(4426)
    await wait(60_000)
    socket.retryNow()
    expect(phase()).toBe('outdated')
    expect(opened).toHaveLength(1)
  })

  it('comes back no sooner than a refusal of the whole socket says, with jitter', async () => {
    const { last, opened } = setUp()
    last().onopen?.()
    last().says({
      type: 'error',
      code: 'rate_limited',
      message: 'You have 20 connections open already.',
      retryable: true,
      retry_after_ms: 30_000,
    })
    last().breaks(4429)
    await wait(30_249)
    expect(opened).toHaveLength(1)
    await wait(1)
    expect(opened).toHaveLength(2)
    last().onopen?.()
    last().breaks()
    await wait(500)
    expect(opened).toHaveLength(3)
  })

  it('tries at once when told that it may work now', async () => {
    const { socket, last, opened } = setUp()
    last().welcomes()
    socket.networkLost()
    expect(opened[0]?.closed).toBe(true)
    socket.retryNow()
    expect(opened).toHaveLength(2)
    socket.retryNow()
    expect(opened).toHaveLength(2)
  })

  it('does not hear a socket that it has let go', async () => {
    const { socket, opened, frames } = setUp()
    opened[0]?.welcomes()
    socket.networkLost()
    opened[0]?.says({ type: 'beat', heads: {} })
    opened[0]?.breaks()
    expect(frames).toHaveLength(1)
  })
})
