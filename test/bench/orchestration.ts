import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { testCore } from '../support/core.ts'
import { photograph, temporaryFolder, writeLibrary } from '../support/library.ts'
import { startReplicateProcess } from '../support/replicate/process.ts'
import { DOUBLE_TOKEN } from '../support/replicate/server.ts'
import { duration, inFlight, type Section, timed } from './measure.ts'

const ACTORS = 8
const AT_ONCE = 4
/** Less than the fastest model on Replicate takes, so that the overhead per picture weighs more than it would there. */
const LATENCY_MS = 4000
/** Pictures of the baseline; more would give the same ratio. */
const BARELY = 12

/** Measures a paid run against a generator with constant latency: time beyond ⌈n/c⌉ times that latency is the runner's overhead. */
export const orchestration: Section = {
  name: 'orchestration',
  async run(say) {
    await using folder = await temporaryFolder()
    const root = join(folder.path, 'library')
    const configDir = join(folder.path, 'config')
    await writeLibrary(root, { actors: Array.from({ length: ACTORS }, (_, i) => `actor_${i + 1}`), images: 4 })
    await using replicate = await startReplicateProcess(LATENCY_MS)
    await mkdir(configDir)
    const settings = { total: 9, generator: 'replicate', concurrency: AT_ONCE, replicateBaseUrl: replicate.url }
    await writeFile(join(configDir, 'settings.json'), JSON.stringify(settings))
    await using core = await testCore(configDir, { env: { REPLICATE_API_TOKEN: DOUBLE_TOKEN } })
    const library = await core.open(root)
    const summary = await library.plan('all')
    const { ms: actualMs, value: report } = await timed(() => library.execute('all'))
    const made = report.actors.reduce((sum, actor) => sum + actor.generated.length, 0)
    if (made !== summary.total_generations)
      throw new Error(`${made} of ${summary.total_generations} images were made: ${JSON.stringify(report)}`)
    const idealMs = Math.ceil(made / AT_ONCE) * LATENCY_MS
    const bareMs = await askBarely(replicate.url, BARELY)
    const leastMs = Math.ceil(BARELY / AT_ONCE) * LATENCY_MS
    say(`${made} pictures, ${AT_ONCE} at once, ${duration(LATENCY_MS)} each: ideal ${duration(idealMs)}`)
    say(`  ${BARELY} asked for and waited for, nothing else: ${(bareMs / leastMs).toFixed(3)} × the ideal`)
    say(`  carried out: ${duration(actualMs)}, ${(actualMs / idealMs).toFixed(3)} × the ideal`)
  },
}

const Asked = z.object({ id: z.string() })
const Seen = z.object({ status: z.string() })

/** Does the minimum for any client: creates predictions, the next when one has ended, without downloading the pictures. */
async function askBarely(url: string, pictures: number): Promise<number> {
  const headers = { authorization: `Bearer ${DOUBLE_TOKEN}`, 'content-type': 'application/json' }
  const image = `data:image/jpeg;base64,${(await photograph(1, 320)).toString('base64')}`
  const ask = async (seed: number): Promise<void> => {
    const body = JSON.stringify({ input: { prompt: 'A film still.', input_image: image, seed } })
    const path = `${url}/models/black-forest-labs/flux-kontext-pro/predictions`
    const { id } = Asked.parse(await (await fetch(path, { method: 'POST', headers, body })).json())
    for (let waitMs = LATENCY_MS; ; waitMs = 20) {
      await delay(waitMs)
      const { status } = Seen.parse(await (await fetch(`${url}/predictions/${id}`, { headers })).json())
      if (status === 'succeeded') return
    }
  }
  const seeds = Array.from({ length: pictures }, (_, i) => i)
  return (await timed(() => inFlight(seeds, AT_ONCE, ask))).ms
}
