/** Executes plans with the sources of the tree given as argument, and prints how long that took. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as CoreSupport from '../../support/core.ts'
import type * as LibrarySupport from '../../support/library.ts'
import type * as Double from '../../support/replicate/process.ts'
import type * as Server from '../../support/replicate/server.ts'

const tree = process.argv[2] ?? ''
const load = (file: string): Promise<unknown> => import(pathToFileURL(join(tree, 'test/support', file)).href)
// The same functions from that tree.
const { testCore } = (await load('core.ts')) as typeof CoreSupport
const { temporaryFolder, writeLibrary } = (await load('library.ts')) as typeof LibrarySupport
const { startReplicateProcess } = (await load('replicate/process.ts')) as typeof Double
const { DOUBLE_TOKEN } = (await load('replicate/server.ts')) as typeof Server

await using folder = await temporaryFolder()
const [root, configDir] = [join(folder.path, 'library'), join(folder.path, 'config')]
await writeLibrary(root, { actors: Array.from({ length: 12 }, (_, i) => `actor_${i + 1}`), images: 4 })
await using replicate = await startReplicateProcess(50)
await mkdir(configDir)
const settings = { total: 9, generator: 'replicate', concurrency: 4, replicateBaseUrl: replicate.url }
await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
await using core = await testCore(configDir, { env: { REPLICATE_API_TOKEN: DOUBLE_TOKEN } })
const library = await core.open(root)
await library.plan('all')
const [cpu, from] = [process.cpuUsage(), performance.now()]
const report = await library.execute('all')
const { user, system } = process.cpuUsage(cpu)
const made = report.actors.reduce((sum, actor) => sum + actor.generated.length, 0)
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, ms: performance.now() - from, made }))
