import { resolve } from 'node:path'
import type { Plugin } from 'vite'

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** The file that holds the client up to its first screen. */
export const CLIENT = 'client'
const LANGUAGE = 'language'
/** What finds out the page's language and loads its texts, before the client is loaded. */
const BEFORE = /\/src\/language\/(languages|message|t)\.ts$|vite\/preload-helper/

const THERE = /\/(?:client|language|rolldown-runtime)-[^/]+\.js$/

/**
 * Puts everything that the client's first screen needs into one file, of which the later files take what they share
 * with it. Left alone the bundler makes some forty files of it, which compress to 11 KB more.
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
    if (BEFORE.test(id)) return LANGUAGE
    return needed.has(id) ? CLIENT : null
  }
}

/**
 * What to fetch along with a file that is loaded later. Not the file itself, which is asked for in the same moment, nor
 * what is there since the first load: named in the client, each of them would be 20 bytes more to wait for.
 */
export function neededLater(
  file: string,
  needs: string[],
  { hostType }: { hostType: 'html' | 'js' },
): string[] {
  if (hostType === 'html') return needs
  return needs.filter((need) => need !== file && !THERE.test(need))
}

/** Has the browser fetch the client while the page still finds out its language. */
export function clientPreload(): Plugin {
  return {
    name: 'parley-client-preload',
    generateBundle(_options, bundle) {
      const language = Object.values(bundle).find(({ type, name }) => type === 'chunk' && name === LANGUAGE)
      // What it imports would run before the language is known, and call what is not there yet.
      if (language?.type === 'chunk' && language.imports.length > 0)
        this.error(
          `What finds out the language must be a file of its own, and imports ${language.imports.join()}.`,
        )
    },
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
