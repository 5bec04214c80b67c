import { describe, expect, it, vi } from 'vitest'
import { createApi } from './api'
import { Refusal, Unreachable } from './errors'
import { createTurn, type Turn } from './turn'

type Answer = { status?: number; body: unknown }
const signedOut = {
  status: 401,
  body: { type: 'error', code: 'unauthenticated', message: 'No.', retryable: false },
}
const fine = { body: {} }

/** A tab whose requests are answered by a function of method and path. */
function tab(answer: (request: string, body: unknown) => Answer, refreshTurn: Turn = aTurn()) {
  const requests: string[] = []
  const fetcher = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = `${init?.method} ${String(input)}`
    requests.push(request)
    const { status = 200, body } = answer(request, init?.body ? JSON.parse(String(init.body)) : undefined)
    return new Response(JSON.stringify(body), { status })
  })
  const api = createApi({ fetch: fetcher, refreshTurn })
  const over = vi.fn()
  api.onSignedOut(over)
  return { api, requests, over }
}

const aTurn = () => createTurn('refresh', { locks: undefined, storage: undefined })

describe('a call', () => {
  it('fills the path, and puts the rest into the query or the body', async () => {
    const bodies: unknown[] = []
    const { api, requests } = tab((_request, body) => {
      bodies.push(body)
      return fine
    })
    await api.call('message.list', { room: '100', before: 7, limit: 50 })
    await api.call('message.send', { room: '100', client_id: 'c', body: 'x' })
    expect(requests).toEqual([
      'GET /api/rooms/100/messages?before=7&limit=50',
      'POST /api/rooms/100/messages',
    ])
    expect(bodies).toEqual([undefined, { client_id: 'c', body: 'x' }])
  })

  it('says what the server says no to', async () => {
    const refused = { code: 'invalid', message: 'Too short.', field: 'name', retryable: false }
    const { api } = tab(() => ({ status: 400, body: refused }))
    await expect(api.call('room.list', {})).rejects.toMatchObject({ code: 'invalid', field: 'name' })
  })

  it('takes a broken gateway for no answer', async () => {
    const { api } = tab(() => ({ status: 502, body: 'Bad Gateway' }))
    await expect(api.call('room.list', {})).rejects.toThrow(Unreachable)
  })
})

describe('an access that has run out', () => {
  it('is refreshed once for all calls that find it so, and they are made again', async () => {
    let fresh = false
    const { api, requests, over } = tab((request) => {
      if (request === 'POST /api/sessions/refresh') fresh = true
      return fresh ? fine : signedOut
    })
    await Promise.all([
      api.call('room.list', {}),
      api.call('me.get', {}),
      api.call('room.get', { room: 'lobby' }),
    ])
    expect(requests.filter((request) => request.includes('refresh'))).toHaveLength(1)
    expect(over).not.toHaveBeenCalled()
  })

  it('is refreshed once for all tabs', async () => {
    const storage = new Map<string, string>()
    const held = { tail: Promise.resolve() as Promise<unknown> }
    const shared = () =>
      createTurn('refresh', {
        locks: {
          request: (_name: string, work: () => Promise<void>) => (held.tail = held.tail.then(work)),
        } as LockManager,
        storage: {
          getItem: (key: string) => storage.get(key) ?? null,
          setItem: (key: string, value: string) => void storage.set(key, value),
        } as Storage,
      })
    let refreshes = 0
    const answer = (request: string) => {
      if (request === 'POST /api/sessions/refresh') refreshes++
      return refreshes > 0 ? fine : signedOut
    }
    const tabs = [tab(answer, shared()), tab(answer, shared()), tab(answer, shared())]
    await Promise.all(tabs.map(({ api }) => api.call('room.list', {})))
    expect(refreshes).toBe(1)
  })

  it('ends the session when it cannot be refreshed', async () => {
    const { api, over } = tab(() => signedOut)
    await expect(api.call('room.list', {})).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(over).toHaveBeenCalledTimes(1)
  })

  it('ends the session when a fresh one is refused too', async () => {
    const { api, over, requests } = tab((request) => (request.includes('refresh') ? fine : signedOut))
    await expect(api.call('room.list', {})).rejects.toThrow(Refusal)
    expect(over).toHaveBeenCalledTimes(1)
    expect(requests).toHaveLength(3)
  })

  it('ends nothing when the server cannot be asked', async () => {
    const { api, over } = tab((request) =>
      request.includes('refresh') ? { status: 503, body: '' } : signedOut,
    )
    await expect(api.call('room.list', {})).rejects.toThrow(Unreachable)
    expect(over).not.toHaveBeenCalled()
  })

  it('is not what a wrong password means', async () => {
    const { api, requests, over } = tab(() => signedOut)
    await expect(api.call('session.create', { handle: 'ada', password: 'x' })).rejects.toThrow(Refusal)
    expect(requests).toEqual(['POST /api/sessions'])
    expect(over).not.toHaveBeenCalled()
  })

  it('is not what a wrong code means', async () => {
    const { api, requests, over } = tab(() => signedOut)
    const tried = api.call('session.redeem_magic_link', { request: 'r', code: 'ABCD-EFGH' })
    await expect(tried).rejects.toThrow(Refusal)
    expect(requests).toEqual(['POST /api/sessions/magic-links/redeem'])
    expect(over).not.toHaveBeenCalled()
  })
})
