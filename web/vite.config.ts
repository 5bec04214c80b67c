import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vitest/config'
import { firstLoadBudget } from './boot/budget-plugin.ts'
import { exceptFonts, fontLicence } from './boot/font-plugin.ts'
import { clientPreload, firstLoad, neededLater } from './boot/first-load.ts'
import { markedReads } from './boot/marked-plugin.ts'
import { shapeOfState } from './boot/shape.ts'
import { themeScript } from './boot/theme-plugin.ts'
import { chunkFileNames, entryFileNames, serviceWorker, WORKER } from './boot/worker-plugin.ts'

const server = process.env['PARLEY_DEV_SERVER'] ?? 'http://127.0.0.1:8000'

// The server checks Origin exactly, so the proxy must look like the server's own page.
const proxied = { target: server, changeOrigin: true, headers: { origin: server } }

/** The one line that chooses what runs the React dialect: without these aliases it is React itself. */
export const preact = {
  'use-sync-external-store/shim/index.js': 'preact/compat',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react/jsx-dev-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
}

export default defineConfig({
  plugins: [
    tailwindcss(),
    themeScript(),
    markedReads(),
    clientPreload(),
    fontLicence(),
    firstLoadBudget(),
    serviceWorker(),
  ],
  define: { 'import.meta.env.VITE_SHAPE': JSON.stringify(shapeOfState()) },
  resolve: { alias: preact },
  build: {
    outDir: '../src/parley/static',
    emptyOutDir: true,
    assetsDir: 'assets',
    // The Content-Security-Policy admits no inline script.
    modulePreload: { polyfill: false, resolveDependencies: neededLater },
    // Nor a font that is not a file.
    assetsInlineLimit: exceptFonts,
    target: 'es2023',
    rolldownOptions: {
      input: { index: 'index.html', [WORKER]: 'src/worker/worker.ts' },
      output: {
        chunkFileNames,
        entryFileNames,
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: firstLoad() }] },
      },
    },
  },
  server: {
    proxy: { '/api': proxied, '/ws': { ...proxied, ws: true } },
  },
  test: {
    environment: 'node',
    // What a test expects of dates and words is not the machine's business.
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    server: { deps: { inline: ['zustand', 'wouter', 'use-sync-external-store', '@tanstack/react-virtual'] } },
    unstubGlobals: true,
    restoreMocks: true,
  },
})
