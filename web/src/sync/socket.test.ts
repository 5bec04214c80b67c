import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal, Unreachable } from './errors'
import { connected } from './testing/far'

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('a socket', () => {
  it('sends nothing into a socket that has begun to close', async () => {
    const { socket, opened } = connected()
    socket.start()
    const far = opened[0]!
    far.welcomes()
    far.readyState = WebSocket.CLOSING
    far.says({ type: 'beat', heads: {} })
    await expect(socket.send('me.get', {})).rejects.toThrow(Unreachable)
    expect(far.sent.map(({ type }) => type)).toEqual(['hello'])
  })

  it('says hello first and is live when welcomed', () => {
    const { last, phase, frames } = connected()
    expect(phase()).toBe('connecting')
    last().welcomes()
    expect(last().sent).toEqual([{ type: 'hello', epoch: 'e1' }])
    expect(phase()).toBe('live')
    expect(frames).toHaveLength(1)
  })

  it('gives each command its own answer', async () => {
    const { socket, last } = connected()
    last().welcomes()
    const command = { room: '100', client_id: 'c', body: 'x' }
    const [first, second] = [socket.send('message.send', command), socket.send('message.send', command)]
    last().says({ type: 'error', ref: 2, code: 'forbidden', message: 'No.', retryable: false })
    last().says({ type: 'ok', ref: 1, result: { seq: 1 } })
    await expect(first).resolves.toEqual({ seq: 1 })
    await expect(second).rejects.toThrow(Refusal)
  })

  it('lets nobody wait for an answer that cannot come', async () => {
    const { socket, last } = connected()
    const command = { room: '100', client_id: 'c', body: 'x' }
    await expect(socket.send('message.send', command)).rejects.toThrow(Unreachable)
    last().welcomes()
    const cut = expect(socket.send('message.send', command)).rejects.toThrow(Unreachable)
    last().breaks()
    await cut
  })

  it('answers beats, and takes a minute of silence for death', async () => {
    const { last, opened, phase } = connected()
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
    const { last, phase } = connected()
    last().onopen?.()
    await wait(15_001)
    expect(phase()).toBe('waiting')
  })
})
