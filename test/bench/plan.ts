import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { testCore } from '../support/core.ts'
import { temporaryFolder } from '../support/library.ts'
import { writeManyFiles } from './files.ts'
import { duration, inFlight, ratio, type Section, timed } from './measure.ts'

const ACTORS = 10_000

export const plan: Section = {
  name: 'plan',
  async run(say) {
    await using folder = await temporaryFolder()
    const library = join(folder.path, 'library')
    await writeManyFiles(folder.path, { actors: ACTORS, imagesPerActor: 1, size: 64 })
    await using core = await testCore(join(folder.path, 'config'))
    const opened = await core.open(library)
    const first = await timed(() => opened.plan('all'))
    const again = await timed(() => opened.plan('all', { fresh: true }))
    const { actors } = first.value
    const written = await readFile(
      join(library, 'action_plans', `${actors[0]?.actor_id ?? ''}_action_plan.json`),
      'utf8',
    )
    const writing = await timed(() =>
      inFlight(actors, 8, (actor) => writeFileAtomic(join(folder.path, `${actor.actor_id}.json`), written)),
    )
    say(
      `${actors.length.toLocaleString('en')} actors: writing as many plans safely to disk takes ${duration(writing.ms)}`,
    )
    say(`  assessed and planned in ${duration(first.ms)}, ${ratio(first.ms, writing.ms)} that`)
    say(`  planned again, nothing new, in ${duration(again.ms)}, ${ratio(again.ms, writing.ms)} that`)
  },
}
