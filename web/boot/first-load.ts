import { resolve } from 'node:path'
import type { Plugin } from 'vite'

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** The file that holds the client up to its first screen. */
export const CLIENT = 'client'
/** What finds out the page's language and loads its texts, before the client is loaded. */
const BEFORE = /\/src\/language\/(?!catalogs)|vite\/preload-helper/

/**
 * Puts everything that the client's first screen needs into one file, of which the later files take what they share
 * with it. Left alone the bundler makes some forty files of it, which compress to 9 KB more.
 */
export function firstLoad(): (id: string, modules: Modules) => string | null {
  const needed = new Set<string>()
  const need = (id: string, modules: Modules) => {
    if (needed.has(id)) return
    needed.add(id)
    modules.getModuleInfo(id)?.importedIds.forEach((imported) => need(imported, modules))
  }
  return (id, modules) => {
    if (needed.size === 0) need(resolve('src/main.tsx'), modules)
    if (BEFORE.test(id)) return 'language'
    return needed.has(id) ? CLIENT : null
  }
}

/** Has the browser fetch the client while the page still finds out its language. */
export function clientPreload(): Plugin {
  return {
    name: 'parley-client-preload',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const client = Object.values(bundle ?? {}).find(
          ({ type, name }) => type === 'chunk' && name === CLIENT,
        )
        if (client?.type !== 'chunk') return []
        return [client.fileName, ...client.imports]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
            injectTo: 'head',
          }))
      },
    },
  }
}
