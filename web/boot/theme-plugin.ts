import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const SOURCE = 'boot/theme.js'

/** Puts the theme script into the head as a classic script: hashed in a build, as it is in development. */
export function themeScript(): Plugin {
  let building = false
  const text = () => readFileSync(SOURCE, 'utf8')
  const hashed = () =>
    `assets/theme-${createHash('sha256').update(text()).digest('base64url').slice(0, 8)}.js`
  return {
    name: 'parley-theme-script',
    configResolved(config) {
      building = config.command === 'build'
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: hashed(), source: text() })
    },
    transformIndexHtml() {
      return [{ tag: 'script', attrs: { src: `/${building ? hashed() : SOURCE}` }, injectTo: 'head' }]
    },
  }
}
