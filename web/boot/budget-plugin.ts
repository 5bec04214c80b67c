import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { CLIENT } from './first-load.ts'
import { WORKER } from './worker-plugin.ts'

const FIRST_LOAD_BYTES = 120 * 1024

/** A build whose page loads more JavaScript than this before it can be used is no build. */
export function firstLoadBudget(): Plugin {
  return {
    name: 'parley-first-load-budget',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const needed = new Set<string>()
      const need = (name: string) => {
        const chunk = chunks.find(({ fileName }) => fileName === name)
        if (!chunk || needed.has(name)) return
        needed.add(name)
        chunk.imports.forEach(need)
      }
      // The service worker comes after the page, and nobody waits for it.
      for (const { isEntry, name, fileName } of chunks) {
        if ((isEntry && name !== WORKER) || name === CLIENT) need(fileName)
      }
      const bytes = chunks
        .filter(({ fileName }) => needed.has(fileName))
        .reduce((sum, { code }) => sum + gzipSync(code).length, 0)
      const said = `${(bytes / 1024).toFixed(1)} of ${FIRST_LOAD_BYTES / 1024} KB of JavaScript on first load, gzipped`
      if (bytes > FIRST_LOAD_BYTES) this.error(`Too heavy: ${said}.`)
      this.info(said)
    },
  }
}
