import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const LICENCE = createRequire(import.meta.url).resolve('@fontsource-variable/inter/LICENSE')

/** Ships the font's licence, which asks to be wherever the font is. */
export function fontLicence(): Plugin {
  return {
    name: 'parley-font-licence',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'fonts/inter-license.txt', source: readFileSync(LICENCE) })
    },
  }
}

/** Leaves small files to Vite, which puts them into others, unless they are of a font. */
export const exceptFonts = (file: string) => (file.endsWith('.woff2') ? false : undefined)
