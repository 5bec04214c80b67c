/** A build that is not there by then is not waited for: the page is loaded from the network instead. */
const PATIENCE_MS = 10_000
const ANSWER_MS = 2_000
/** A server that comes and goes is not asked for a new build each time. */
const BETWEEN_CHECKS_MS = 60_000

/** Keeps the client in this browser, and says when there is a newer build of it than the one that this page runs. */
export interface Updates {
  /** Keeps it, so that it opens without a network. Signing out removes it, so this is for each time of signing in. */
  keep(): void
  isReady(): boolean
  onReady(listener: () => void): () => void
  /** The server may have been updated. */
  check(): void
  /** Loads the page again, by the newest build that there is. */
  reload(): Promise<void>
}

export interface UpdatesDeps {
  /** Undefined where there is none: outside of secure contexts, in private windows of some browsers, in development. */
  container: ServiceWorkerContainer | undefined
  build: string
  reload: () => void
  now: () => number
}

export function createUpdates({ container, build, reload, now }: UpdatesDeps): Updates {
  const listeners = new Set<() => void>()
  let ready = false
  let registration: ServiceWorkerRegistration | undefined
  let checkedAt = -Infinity

  /** A worker that waits, or that another tab has let take over. The first one ever is of this page's own build. */
  async function compare(worker: ServiceWorker | null): Promise<void> {
    if (!worker || ready || [build, null].includes(await buildOf(worker))) return
    ready = true
    for (const listener of listeners) listener()
  }

  function follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') void compare(worker)
    })
  }

  async function register(to: ServiceWorkerContainer): Promise<void> {
    const registered = await to.register('/sw.js')
    if (registered === registration) return
    registration = registered
    registered.addEventListener('updatefound', () => follow(registered.installing))
    follow(registered.installing)
    await compare(registered.waiting)
  }

  container?.addEventListener('controllerchange', () => void compare(container.controller))

  return {
    // Refused, for example because storage is forbidden: then the network is needed, as before.
    keep: () => void (container && register(container).catch(() => undefined)),
    isReady: () => ready,
    onReady(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check() {
      if (now() - checkedAt < BETWEEN_CHECKS_MS) return
      checkedAt = now()
      // Not reached, or gone with a sign-out: the next occasion will do.
      registration?.update().catch(() => undefined)
    },
    async reload() {
      try {
        if (container && registration) await takeOver(container, registration)
      } finally {
        reload()
      }
    },
  }
}

/** Has the newest build answer for this browser's pages. Without one in time, none does: the network is asked then. */
async function takeOver(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
): Promise<void> {
  if (!registration.waiting)
    await within(
      PATIENCE_MS,
      registration.update().then(() => settled(registration)),
    )
  const { waiting } = registration
  // Another tab has let it take over already, or there is none.
  if (!waiting) return
  const changed = new Promise<void>((resolve) => {
    container.addEventListener('controllerchange', () => resolve(), { once: true })
  })
  waiting.postMessage('take over')
  if (!(await within(PATIENCE_MS, changed))) await registration.unregister()
}

/** Once what is being installed is there, or has failed. */
function settled({ installing }: ServiceWorkerRegistration): Promise<void> {
  return new Promise((resolve) => {
    if (!installing) return resolve()
    installing.addEventListener('statechange', () => {
      if (installing.state !== 'installing') resolve()
    })
  })
}

function buildOf(worker: ServiceWorker): Promise<string | null> {
  const { port1, port2 } = new MessageChannel()
  const answer = new Promise<string>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
  })
  worker.postMessage('which build?', [port2])
  return Promise.race([answer, after(ANSWER_MS).then(() => null)]).finally(() => port1.close())
}

/** Whether the work was done in time. */
function within(ms: number, work: Promise<void>): Promise<boolean> {
  const done = work.then(
    () => true,
    () => false,
  )
  return Promise.race([done, after(ms).then(() => false)])
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
