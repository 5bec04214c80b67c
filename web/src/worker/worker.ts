import { createShell } from './shell'

declare const self: ServiceWorkerGlobalScope
/** Both put in by the build: `boot/worker-plugin.ts`. */
declare const PARLEY_BUILD: string
declare const PARLEY_FILES: readonly string[]

const shell = createShell({
  build: PARLEY_BUILD,
  files: PARLEY_FILES,
  origin: self.location.origin,
  caches: self.caches,
  fetch: (...request) => fetch(...request),
  waiting: () => self.registration.waiting,
  isUpdating: () => self.registration.installing !== null || self.registration.waiting !== null,
  buildsInUse: async () =>
    (await self.navigator.locks.query()).held?.flatMap(
      ({ name }) => name?.replace('parley.build.', '') ?? [],
    ) ?? [],
  countPages: async () => (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length,
})

self.addEventListener('install', (event) => event.waitUntil(shell.install()))

self.addEventListener('activate', (event) => {
  event.waitUntil(shell.tidy().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const answer = shell.answer(event.request)
  if (!answer) return
  event.respondWith(answer)
  if (event.request.mode === 'navigate') event.waitUntil(answer.then(() => shell.look()))
})

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
  if (event.data === 'which build?') event.ports[0]?.postMessage(PARLEY_BUILD)
})
