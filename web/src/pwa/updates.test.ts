import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createUpdates } from './updates'

/** A worker of a build, as a page sees it. */
class Worker extends EventTarget {
  said: unknown[] = []
  constructor(
    readonly build: string,
    public state: ServiceWorkerState,
    private readonly browser: { takeOver(worker: Worker): void },
  ) {
    super()
  }
  postMessage(said: unknown, ports: MessagePort[] = []) {
    this.said.push(said)
    if (said === 'which build?') ports[0]?.postMessage(this.build)
    if (said === 'take over') this.browser.takeOver(this)
  }
  becomes(state: ServiceWorkerState) {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

/** A browser's side of service workers, and the builds that the test lets it find. */
function setUp({ build = 'b1', stuck = false } = {}) {
  const registration = Object.assign(new EventTarget(), {
    installing: null as Worker | null,
    waiting: null as Worker | null,
    update: vi.fn(async () => {}),
    unregister: vi.fn(async () => true),
  })
  const container = Object.assign(new EventTarget(), {
    controller: null as Worker | null,
    register: vi.fn(async () => registration),
  })
  const browser = {
    takeOver(worker: Worker) {
      if (stuck) return
      registration.waiting = null
      container.controller = worker
      container.dispatchEvent(new Event('controllerchange'))
    },
    finds(found: string) {
      registration.installing = new Worker(found, 'installing', browser)
      registration.dispatchEvent(new Event('updatefound'))
    },
    installs() {
      const worker = registration.installing!
      registration.installing = null
      registration.waiting = worker
      worker.becomes('installed')
      return worker
    },
  }
  const clock = { now: 0 }
  const reload = vi.fn()
  const updates = createUpdates({
    container: container as unknown as ServiceWorkerContainer,
    build,
    reload,
    now: () => clock.now,
  })
  const told = vi.fn()
  updates.onReady(told)
  return {
    registration,
    container,
    browser,
    clock,
    reload,
    updates,
    told,
    worker: (of: string) => new Worker(of, 'activated', browser),
  }
}

/** Messages between ports come from outside of the fake clock. */
const answered = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => vi.useRealTimers()
})

describe('updates', () => {
  it('tells of a newer build once it is there, and not of this one', async () => {
    const { updates, browser, told } = setUp()
    updates.keep()
    await answered()
    browser.finds('b1')
    browser.installs()
    await answered()
    expect(updates.isReady()).toBe(false)
    browser.finds('b2')
    await answered()
    expect(updates.isReady()).toBe(false)
    browser.installs()
    await vi.waitFor(() => expect(updates.isReady()).toBe(true))
    expect(told).toHaveBeenCalledOnce()
  })

  it('tells of one that waited already', async () => {
    const { updates, registration, worker } = setUp()
    registration.waiting = worker('b2')
    updates.keep()
    await vi.waitFor(() => expect(updates.isReady()).toBe(true))
  })

  it('tells of one that another tab has gone over to, and not of the first that there is', async () => {
    const { updates, browser, worker } = setUp()
    updates.keep()
    browser.takeOver(worker('b1'))
    await answered()
    expect(updates.isReady()).toBe(false)
    browser.takeOver(worker('b2'))
    await vi.waitFor(() => expect(updates.isReady()).toBe(true))
  })

  it('reloads once the newer build answers for the page', async () => {
    const { updates, browser, reload, container } = setUp()
    updates.keep()
    await answered()
    browser.finds('b2')
    const newer = browser.installs()
    await updates.reload()
    expect(newer.said).toContain('take over')
    expect(container.controller).toBe(newer)
    expect(reload).toHaveBeenCalledOnce()
  })

  it('looks for a build first when none was found so far', async () => {
    const { updates, browser, reload, registration } = setUp()
    updates.keep()
    await answered()
    registration.update.mockImplementation(async () => browser.finds('b2'))
    const reloading = updates.reload()
    await answered()
    expect(reload).not.toHaveBeenCalled()
    const newer = browser.installs()
    await reloading
    expect(newer.said).toContain('take over')
    expect(reload).toHaveBeenCalledOnce()
  })

  it('reloads from the network when a newer build never takes over', async () => {
    const { updates, browser, reload, registration } = setUp({ stuck: true })
    updates.keep()
    await answered()
    browser.finds('b2')
    browser.installs()
    const reloading = updates.reload()
    await vi.advanceTimersByTimeAsync(10_000)
    await reloading
    expect(registration.unregister).toHaveBeenCalledOnce()
    expect(reload).toHaveBeenCalledOnce()
  })

  it('asks at most once a minute whether the server has a newer one', async () => {
    const { updates, clock, registration } = setUp()
    updates.keep()
    await answered()
    updates.check()
    clock.now = 59_999
    updates.check()
    expect(registration.update).toHaveBeenCalledTimes(1)
    clock.now = 60_000
    updates.check()
    expect(registration.update).toHaveBeenCalledTimes(2)
  })

  it('does without where there are no service workers', async () => {
    const reload = vi.fn()
    const updates = createUpdates({ container: undefined, build: '', reload, now: () => 0 })
    updates.keep()
    updates.check()
    await updates.reload()
    expect(reload).toHaveBeenCalledOnce()
  })
})
