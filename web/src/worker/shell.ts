/** Every build has a cache of its own: pages of an older one go on with their files until they are reloaded. */
const PREFIX = 'parley-shell-'
const PAGE = '/'
/** What is not a page of the client's: the server's own addresses, and files by their names. */
const ELSEWHERE = /^\/(api|dev|ws|livez|readyz|metrics)(\/|$)|\.\w+$/

export interface ShellDeps {
  build: string
  /** Addresses of everything that the build has made, but for its page. */
  files: readonly string[]
  origin: string
  caches: CacheStorage
  fetch: typeof fetch
  /** The worker of a newer build, which has all of its files and waits for the pages of this one to go. */
  waiting: () => Pick<ServiceWorker, 'postMessage'> | null
  isUpdating: () => boolean
  /** Each page holds a lock with the name of its build. */
  buildsInUse: () => Promise<readonly string[]>
  countPages: () => Promise<number>
}

/**
 * The client's own files, kept so that it opens without a network. Nothing of anybody's is in it: what the API answers
 * passes it by, and what is kept of that is in the page's database, which signing out removes.
 */
export interface Shell {
  install(): Promise<void>
  /** The answer to a request that is the client's own; null leaves it to the browser. */
  answer(request: Request): Promise<Response> | null
  /** After a page was opened: the page may have other headers by now, and older builds may be done with. */
  look(): Promise<void>
  tidy(): Promise<void>
}

export function createShell(deps: ShellDeps): Shell {
  const { build, files, caches } = deps
  const name = PREFIX + build
  const isOwn = (url: string) => new URL(url).origin === deps.origin

  /** The page as the server has it now, if it is still of this build. */
  async function fetchPage(): Promise<Response | null> {
    const page = await deps.fetch(PAGE, { cache: 'no-cache', credentials: 'omit' })
    // A page that was redirected would be refused by the browser.
    if (!page.ok || page.redirected) return null
    return (await page.clone().text()).includes(build) ? page : null
  }

  async function addFile(cache: Cache, file: string): Promise<void> {
    // Its name has a hash in it: what an older build had under this name is the same.
    const known = await caches.match(file, { ignoreVary: true })
    await (known ? cache.put(file, known) : cache.add(file))
  }

  async function page(request: Request): Promise<Response> {
    const waiting = deps.waiting()
    // No other page would lose anything: opening or reloading the only page gets the newer build.
    if (waiting && (await deps.countPages()) < 2) {
      waiting.postMessage('take over')
      const fresh = await deps.fetch(request).catch(() => null)
      if (fresh?.ok) return fresh
    }
    const cache = await caches.open(name)
    return (await cache.match(PAGE, { ignoreVary: true })) ?? deps.fetch(request)
  }

  async function asset(url: string): Promise<Response> {
    const known = await caches.match(url, { ignoreVary: true })
    if (known) return known
    const answer = await deps.fetch(url)
    // Without room for it, it comes from the network the next time as well.
    if (answer.ok)
      await caches
        .open(name)
        .then((cache) => cache.put(url, answer.clone()))
        .catch(() => undefined)
    return answer
  }

  async function tidy(): Promise<void> {
    const kept = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name)
    const inUse = new Set((await deps.buildsInUse()).map((lock) => PREFIX + lock))
    // Asked after the list was read: what is in it and is not finished is then seen to be under way.
    if (deps.isUpdating()) return
    await Promise.all(kept.filter((other) => !inUse.has(other)).map((other) => caches.delete(other)))
  }

  return {
    async install() {
      const cache = await caches.open(name)
      const fetched = await fetchPage()
      if (!fetched) throw new Error(`The server has another page than that of build ${build}.`)
      await Promise.all([cache.put(PAGE, fetched), ...files.map((file) => addFile(cache, file))])
    },
    answer(request) {
      const { method, mode, url } = request
      if (method !== 'GET' || !isOwn(url)) return null
      const { pathname } = new URL(url)
      if (pathname.startsWith('/assets/')) return asset(url)
      return mode === 'navigate' && !ELSEWHERE.test(pathname) ? page(request) : null
    },
    async look() {
      const fresh = await fetchPage().catch(() => null)
      if (fresh) await (await caches.open(name)).put(PAGE, fresh)
      await tidy()
    },
    tidy,
  }
}
