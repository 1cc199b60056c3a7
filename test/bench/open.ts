import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { writeManyFiles } from './files.ts'
import { duration, inFlight, ratio, type Section, timed } from './measure.ts'
import { windowOf } from '../support/window.ts'

interface Opening {
  /** Time until a window has its first content: the actors in the catalog. */
  readonly firstMs: number
  /** Time until every file is indexed. */
  readonly wholeMs: number
  /** Delay of the event loop meanwhile, 95th percentile. */
  readonly stallP95Ms: number
}

async function opened(configDir: string, path: string): Promise<Opening> {
  await using core = await testCore(configDir)
  const stalls = monitorEventLoopDelay({ resolution: 1 })
  stalls.enable()
  const startMs = performance.now()
  const library = await core.open(path)
  windowOf(library).view()
  const firstMs = performance.now() - startMs
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (windowOf(library).view().indexed) resolve()
  }
  const unsubscribe = core.subscribe(look)
  look()
  await promise
  unsubscribe()
  stalls.disable()
  return { firstMs, wholeMs: performance.now() - startMs, stallP95Ms: stalls.percentile(95) / 1e6 }
}

/** Does the minimum for any program: lists the folders and reads the size of each file. */
async function list(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  await inFlight(files, 16, (file) => stat(file))
}

/** Returns the milliseconds per file of a warm opening, which must not grow with the number of files. */
async function measure(actors: number, imagesPerActor: number, say: (line: string) => void): Promise<number> {
  await using folder = await temporaryFolder()
  const library = join(folder.path, 'library')
  const config = join(folder.path, 'config')
  await writeManyFiles(folder.path, { actors, imagesPerActor, size: 64 })
  const files = actors * imagesPerActor
  const listing = (await timed(() => list(join(library, 'actors')))).ms
  const cold = await opened(config, library)
  const warm = await opened(config, library)
  say(`${files.toLocaleString('en')} files: listing them with their sizes takes ${duration(listing)}`)
  for (const [how, { firstMs, wholeMs, stallP95Ms }] of Object.entries({ 'for the first time': cold, again: warm }))
    say(
      `  opened ${how}: the actors show after ${duration(firstMs)}, all files are known after ${duration(wholeMs)}, ${ratio(wholeMs, listing)} the listing; event loop p95 ${duration(stallP95Ms)}`,
    )
  say(`  memory of this process ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
  await rm(library, { recursive: true, force: true })
  return warm.wholeMs / files
}

export const open: Section = {
  name: 'open',
  async run(say) {
    const small = await measure(108, 20, say)
    const large = await measure(10_000, 20, say)
    say(`a file costs ${ratio(large, small)} as much at 200,000 as at 2,160 when it is opened again (1: linear)`)
  },
}
