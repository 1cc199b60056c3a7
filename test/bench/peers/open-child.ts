/**
 * Opens a library with the built program, as the desktop app does, and prints how long that took: `node open-child.ts CONFIG_DIR LIBRARY`.
 */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../../../scripts/build.ts'
import type * as program from '../../../src/main/hosts/electron/behind-window.ts'
import { placesOf } from '../../../src/main/hosts/places.ts'

const [configDir = '', library = ''] = process.argv.slice(2)
const built = join(ROOT, 'out/main')
const [chunk = ''] = globSync('chunks/behind-window-*.js', { cwd: built })
const { createCore }: typeof program = await import(pathToFileURL(join(built, chunk)).href)
const silent = () => undefined
const core = await createCore({
  ...placesOf(built, { EVENCAST_CONFIG_DIR: configDir }),
  env: {},
  log: { info: silent, warn: silent, error: silent, fatal: silent },
})

const stalls = monitorEventLoopDelay({ resolution: 1 })
stalls.enable()
const startMs = performance.now()
let firstMs = Number.NaN
const { promise, resolve } = Promise.withResolvers<void>()
core.subscribe((event) => {
  if (event.type !== 'library' || event.library === null) return
  // The window's first content is the actors in the catalog.
  if (Number.isNaN(firstMs)) firstMs = performance.now() - startMs
  if (event.library.indexed) resolve()
})
await core.open(library)
await promise
stalls.disable()
const wholeMs = performance.now() - startMs
const stallP95Ms = stalls.percentile(95) / 1e6
await core.close()
console.log(JSON.stringify({ firstMs, wholeMs, stallP95Ms, memoryMb: process.memoryUsage().rss / 1e6 }))
