import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const FIRST_LOAD_BYTES = 120_000

/**
 * A build whose page loads more JavaScript than this before it can be used is no build. It measures the files as they
 * are served: Vite writes what to preload into them after every hook that sees the bundle, which was 3 KB once.
 */
export function firstLoadBudget(): Plugin {
  return {
    name: 'parley-first-load-budget',
    async writeBundle({ dir }) {
      const file = (name: string) => join(dir ?? '', name)
      const page = await readFile(file('index.html'), 'utf8')
      const scripts = new Set(Array.from(page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g), ([, name]) => name!))
      const sizes = await Promise.all(
        [...scripts].map(async (name) => gzipSync(await readFile(file(name))).length),
      )
      const bytes = sizes.reduce((sum, size) => sum + size, 0)
      const said = `${kilobytes(bytes)} of ${kilobytes(FIRST_LOAD_BYTES)} KB of JavaScript on first load, gzipped`
      if (bytes > FIRST_LOAD_BYTES) this.error(`Too heavy: ${said}.`)
      this.info(said)
    },
  }
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
