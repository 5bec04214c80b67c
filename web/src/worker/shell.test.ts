import { describe, expect, it } from 'vitest'
import { createShell, type ShellDeps } from './shell'

const ORIGIN = 'https://parley.test'
const path = (of: RequestInfo | URL) => new URL(of instanceof Request ? of.url : String(of), ORIGIN).pathname

/** Caches in memory, by the paths of what is in them. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>()

  constructor(private readonly fetch: (of: RequestInfo | URL) => Promise<Response>) {}

  async open(name: string) {
    const files = this.all.get(name) ?? new Map<string, Response>()
    this.all.set(name, files)
    return {
      match: async (of: RequestInfo) => files.get(path(of))?.clone(),
      put: async (of: RequestInfo, response: Response) => void files.set(path(of), response),
      add: async (of: RequestInfo) => {
        const response = await this.fetch(of)
        if (!response.ok) throw new TypeError('not there')
        files.set(path(of), response)
      },
    }
  }
  async match(of: RequestInfo) {
    for (const files of this.all.values()) if (files.has(path(of))) return files.get(path(of))!.clone()
    return undefined
  }
  keys = async () => [...this.all.keys()]
  delete = async (name: string) => this.all.delete(name)
}

/** A server with a build, and a browser that has no other. */
function setUp() {
  const server = { files: {} as Record<string, string>, asked: [] as string[], away: false }
  const serve = (build: string, ...assets: string[]) => {
    server.files = {
      '/': `<meta content="${build}">`,
      ...Object.fromEntries(assets.map((name) => [name, build])),
    }
  }
  const fetch = async (of: RequestInfo | URL) => {
    server.asked.push(path(of))
    if (server.away) throw new TypeError('no network')
    const text = server.files[path(of)] ?? (path(of).startsWith('/assets/') ? undefined : server.files['/'])
    return new Response(text ?? 'not there', { status: text === undefined ? 404 : 200 })
  }
  const caches = new Caches(fetch)
  const browser = { pages: 1, inUse: [] as string[], updating: false, said: [] as unknown[], waits: false }
  const worker = (build: string, ...files: string[]) =>
    createShell({
      build,
      files,
      origin: ORIGIN,
      caches: caches as unknown as CacheStorage,
      fetch: fetch as ShellDeps['fetch'],
      waiting: () =>
        browser.waits ? { postMessage: (said: unknown) => void browser.said.push(said) } : null,
      isUpdating: () => browser.updating,
      buildsInUse: async () => browser.inUse,
      countPages: async () => browser.pages,
    })
  return { server, serve, browser, worker, caches }
}

const request = (to: string, fields: Partial<Request> = {}) =>
  ({ method: 'GET', mode: 'navigate', url: new URL(to, ORIGIN).href, ...fields }) as Request
const asset = (to: string) => request(to, { mode: 'cors' })
const text = async (answer: Promise<Response> | null) => (await answer)?.text()

describe('the service worker', () => {
  it('opens every page of the client without a network', async () => {
    const { server, serve, worker } = setUp()
    serve('b1', '/assets/a-1.js')
    const shell = worker('b1', '/assets/a-1.js')
    await shell.install()
    server.away = true
    for (const page of ['/', '/r/lobby', '/r/lobby/12', '/share?text=hello', '/sign-in']) {
      expect(await text(shell.answer(request(page)))).toContain('b1')
    }
    expect(await text(shell.answer(asset('/assets/a-1.js')))).toBe('b1')
  })

  it.each([
    request('/api/rooms'),
    request('/api/docs'),
    request('/dev/outbox'),
    request('/dev/ui'),
    asset('/api/me'),
    request('/readyz'),
    request('/icons/192.png'),
    request('/manifest.webmanifest', { mode: 'cors' }),
    request('/r/lobby', { method: 'POST' }),
    request('https://elsewhere.test/assets/a-1.js'),
  ])('leaves $method $url to the browser', ({ ...to }) => {
    expect(setUp().worker('b1').answer(to)).toBeNull()
  })

  it('keeps nothing of a server that has another build by now', async () => {
    const { serve, worker } = setUp()
    serve('b2')
    await expect(worker('b1').install()).rejects.toThrow('b1')
  })

  it('is not installed without all of its files', async () => {
    const { serve, worker } = setUp()
    serve('b1', '/assets/a-1.js')
    await expect(worker('b1', '/assets/a-1.js', '/assets/b-1.js').install()).rejects.toThrow()
  })

  it('fetches only what an older build does not have', async () => {
    const { server, serve, worker } = setUp()
    serve('b1', '/assets/same-1.js', '/assets/old-1.js')
    await worker('b1', '/assets/same-1.js', '/assets/old-1.js').install()
    serve('b2', '/assets/same-1.js', '/assets/new-2.js')
    server.asked = []
    await worker('b2', '/assets/same-1.js', '/assets/new-2.js').install()
    expect(server.asked.sort()).toEqual(['/', '/assets/new-2.js'])
  })

  it('gives pages of an older build the files that the server has no more, until they are gone', async () => {
    const { serve, worker, browser, caches } = setUp()
    serve('b1', '/assets/old-1.js')
    await worker('b1', '/assets/old-1.js').install()
    serve('b2')
    const shell = worker('b2')
    await shell.install()
    browser.inUse = ['b1', 'b2']
    await shell.tidy()
    expect(await text(shell.answer(asset('/assets/old-1.js')))).toBe('b1')
    browser.inUse = ['b2']
    await shell.look()
    expect([...caches.all.keys()]).toEqual(['parley-shell-b2'])
    expect((await shell.answer(asset('/assets/old-1.js')))?.status).toBe(404)
  })

  it('does not take a newer build’s files away while that one is being installed', async () => {
    const { serve, worker, browser, caches } = setUp()
    serve('b1')
    const shell = worker('b1')
    await shell.install()
    serve('b2')
    await worker('b2').install()
    browser.updating = true
    await shell.look()
    expect([...caches.all.keys()]).toEqual(['parley-shell-b1', 'parley-shell-b2'])
  })

  it('opens the newer build that waits, if no other page would be disturbed', async () => {
    const { server, serve, worker, browser } = setUp()
    serve('b1')
    const shell = worker('b1')
    await shell.install()
    serve('b2')
    browser.waits = true
    browser.pages = 2
    expect(await text(shell.answer(request('/r/lobby')))).toContain('b1')
    expect(browser.said).toEqual([])
    browser.pages = 1
    expect(await text(shell.answer(request('/r/lobby')))).toContain('b2')
    expect(browser.said).toEqual(['take over'])
    server.away = true
    expect(await text(shell.answer(request('/r/lobby')))).toContain('b1')
  })

  it('takes the page’s new headers, and no page of another build', async () => {
    const { serve, server, worker, caches } = setUp()
    serve('b1')
    const shell = worker('b1')
    await shell.install()
    server.files['/'] = '<meta content="b1"> anew'
    await shell.look()
    expect(await text(shell.answer(request('/')))).toContain('anew')
    serve('b2')
    await shell.look()
    server.away = true
    await shell.look()
    expect(await caches.all.get('parley-shell-b1')?.get('/')?.clone().text()).toContain('anew')
  })

  it('keeps a file that it was not told of once it was used', async () => {
    const { serve, server, worker } = setUp()
    serve('b1', '/assets/font-1.woff2')
    const shell = worker('b1')
    await shell.answer(asset('/assets/font-1.woff2'))
    server.away = true
    expect(await text(shell.answer(asset('/assets/font-1.woff2')))).toBe('b1')
  })
})
