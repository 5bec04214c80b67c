import { createRoot } from 'react-dom/client'
import { keepDroppedFilesOut } from './features/composer/useDroppedFiles'
import { loadSignedOutPages } from './features/session/routes'
import { App } from './features/shell/App'
import { UpdatesContext } from './features/update/context'
import { UpdateNote } from './features/update/UpdateNote'
import { createParts } from './parts'
import { createUpdates } from './pwa/updates'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
keepDroppedFilesOut()

const build = document.querySelector<HTMLMetaElement>('meta[name="parley-build"]')?.content
// Only a build has a service worker: in development files change all the time.
const container = build && 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
// Held for as long as this page lives: the files of its build are kept until then.
if (build && 'locks' in navigator)
  // With a word before it: a build's name may begin with a hyphen, which no lock's name may.
  void navigator.locks.request(`parley.build.${build}`, { mode: 'shared' }, () => new Promise(() => {}))

const updates = createUpdates({
  container,
  build: build ?? '',
  reload: () => location.reload(),
  now: () => performance.now(),
})
const parts = createParts(updates)
if (!parts.mayBeSignedIn()) loadSignedOutPages()
createRoot(root).render(
  <UpdatesContext.Provider value={updates}>
    <App parts={parts} />
    <UpdateNote />
  </UpdatesContext.Provider>,
)
