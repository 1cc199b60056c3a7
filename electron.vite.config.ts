import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const entry = (path: string) => resolve(import.meta.dirname, 'src', path)

/** Plain JavaScript goes into the bundle: hundreds of small files are slow to find and load, most of a short command's time. */
const BUNDLED = [
  '@hono/node-server',
  '@orpc/contract',
  '@orpc/server',
  'aws4',
  'client-zip',
  'commander',
  'env-paths',
  'fast-xml-parser',
  'hono',
  'ignore',
  'openai',
  'p-queue',
  'p-retry',
  'undici',
  'write-file-atomic',
  'zod',
]

export default defineConfig({
  main: {
    build: {
      // The oldest Node that runs the command line; Electron's own is newer.
      target: 'node22.14',
      sourcemap: true,
      externalizeDeps: { exclude: BUNDLED },
      rolldownOptions: {
        input: {
          index: entry('main/hosts/electron/index.ts'),
          cli: entry('main/hosts/cli/index.ts'),
          // Files of their own, so that a worker thread and a decoding process load what they need and nothing else.
          worker: entry('main/worker.ts'),
          decoder: entry('main/decoder/index.ts'),
        },
        // Documentation would be parsed at every start and never read. Annotations let unused code be removed.
        output: { comments: { legal: true, annotation: true, jsdoc: false } },
      },
    },
  },
  // A sandboxed window loads only CommonJS preloads, in one file.
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: entry('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(import.meta.dirname, 'src/renderer'),
    plugins: [react()],
    build: {
      minify: true,
      target: 'chrome140',
      sourcemap: true,
      // Inlined assets would be data: URLs, which the content security policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(import.meta.dirname, 'src/renderer/index.html') },
    },
  },
})
