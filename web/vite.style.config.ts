import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { exceptFonts } from './boot/font-plugin.ts'
import { themeScript } from './boot/theme-plugin.ts'
import { preact } from './vite.config.ts'

/**
 * The style page, apart from the client and after it: built together they would share files, and what the page needs of
 * the client's first file would make that larger for everybody.
 */
export default defineConfig({
  plugins: [tailwindcss(), themeScript()],
  resolve: { alias: preact },
  build: {
    outDir: '../src/parley/static',
    emptyOutDir: false,
    copyPublicDir: false,
    assetsDir: 'dev/assets',
    modulePreload: { polyfill: false },
    assetsInlineLimit: exceptFonts,
    chunkSizeWarningLimit: Infinity,
    target: 'es2023',
    rolldownOptions: { input: 'dev/ui.html', output: { codeSplitting: false } },
  },
})
