import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../src/main/app.ts'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { writeManyFiles } from './files.ts'
import { duration, inFlight, ratio, type Section, timed } from './measure.ts'
import { windowOf } from '../support/window.ts'

/** Opens the library and waits until every file is known. */
async function indexed(core: Core, path: string): Promise<void> {
  const library = await core.open(path)
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (windowOf(library).view().indexed) resolve()
  }
  const unsubscribe = core.subscribe(look)
  look()
  await promise
  unsubscribe()
}

/** What the least any program could do costs: list the folders and ask for the size of each file. */
async function list(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  await inFlight(files, 16, (file) => stat(file))
}

async function measure(actors: number, imagesPerActor: number, say: (line: string) => void): Promise<void> {
  await using folder = await temporaryFolder()
  const library = join(folder.path, 'library')
  const config = join(folder.path, 'config')
  await writeManyFiles(folder.path, { actors, imagesPerActor, size: 64 })
  const files = (actors * imagesPerActor).toLocaleString('en')
  const listing = (await timed(() => list(join(library, 'actors')))).ms
  const open = async () => {
    await using core = await testCore(config)
    return (await timed(() => indexed(core, library))).ms
  }
  const cold = await open()
  const warm = await open()
  say(`${files} files: listing them with their sizes takes ${duration(listing)}`)
  say(`  opened for the first time in ${duration(cold)}, ${ratio(cold, listing)} that`)
  say(`  opened again in ${duration(warm)}, ${ratio(warm, listing)} that`)
  await rm(library, { recursive: true, force: true })
}

export const open: Section = {
  name: 'open',
  async run(say) {
    await measure(108, 20, say)
    await measure(10_000, 20, say)
  },
}
