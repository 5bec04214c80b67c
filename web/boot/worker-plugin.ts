import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

export const WORKER = 'worker'
const FILE = 'sw.js'
/** Fonts for scripts, and texts in languages that this reader may never see are kept once they were used. */
const WHEN_USED = /^assets\/(words-|inter-(?!latin-wght))/

/** The service worker's file keeps its name, by which browsers ask for a new one; all others have a hash in theirs. */
export const entryFileNames = ({ name }: { name: string }) =>
  name === WORKER ? FILE : 'assets/[name]-[hash].js'

/** A catalogue of texts is known by its name. */
export const chunkFileNames = ({ moduleIds }: { moduleIds: readonly string[] }) =>
  moduleIds.some((id) => id.includes('/language/catalogs/'))
    ? 'assets/words-[name]-[hash].js'
    : 'assets/[name]-[hash].js'

/** Names the build, in its page and in its service worker, and tells the worker which files there are. */
export function serviceWorker(): Plugin {
  return {
    name: 'parley-service-worker',
    enforce: 'post',
    generateBundle: {
      // The page and the theme's script come late.
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[FILE]
        const page = bundle['index.html']
        if (worker?.type !== 'chunk' || page?.type !== 'asset') this.error('No service worker, or no page.')
        if (worker.imports.length > 0) this.error('The service worker must be one file: it is no module.')
        const files = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
        const build = createHash('sha256')
          .update(JSON.stringify([...files].sort()))
          .update(page.source)
          .update(worker.code)
          .digest('base64url')
          .slice(0, 12)
        const html = page.source.toString()
        page.source = html.replace('</head>', `<meta name="parley-build" content="${build}" />\n  </head>`)
        const kept = files.filter((name) => !WHEN_USED.test(name)).map((name) => `/${name}`)
        worker.code = worker.code
          .replaceAll('PARLEY_BUILD', JSON.stringify(build))
          .replaceAll('PARLEY_FILES', JSON.stringify(kept))
      },
    },
  }
}
