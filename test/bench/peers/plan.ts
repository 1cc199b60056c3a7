import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { writeManyFiles } from '../files.ts'
import { inFlight, timed } from '../measure.ts'
import { pairs, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

const ACTORS = 10_000
/** Each takes half a minute. */
const MOST_PAIRS = 3
const SUFFIX = '_action_plan.json'

/** A library that was never opened: found, measured, judged and planned by one command, beside writing as many plans safely to disk. */
export const planPeer: Peer = {
  work: 'plan',
  needs: {},
  async measure({ folder, cli, count }) {
    await writeManyFiles(folder, { actors: ACTORS, imagesPerActor: 1, size: 64 })
    const library = join(folder, 'library')
    const plans = join(library, 'action_plans')
    const env = { EVENCAST_CONFIG_DIR: join(folder, 'config') }
    const plan = (...flags: string[]) =>
      processSeconds(process.execPath, [cli, 'plan', library, '--all', '--json', ...flags], env)
    const first = async () => {
      for (const dir of [join(library, '.evencast'), plans]) await rm(dir, { recursive: true, force: true })
      return plan()
    }
    await first()
    const names = (await readdir(plans)).filter((name) => name.endsWith(SUFFIX))
    const text = await readFile(join(plans, names[0] ?? ''), 'utf8')
    const writing = async () => {
      const dir = join(folder, 'writing')
      await rm(dir, { recursive: true, force: true })
      await mkdir(dir)
      return (await timed(() => inFlight(names, 8, (name) => writeFileAtomic(join(dir, name), text)))).ms / 1000
    }
    const rounds = Math.min(count, MOST_PAIRS)
    const peer = 'writing as many plans'
    const profile =
      'Plans: the main thread is busy throughout. A third of it is calls to the file system, some 20 for each actor, whose folder is read when the library is opened and again when it is planned; then come SQLite, judging, and writing the plan.'
    const actors = `${ACTORS.toLocaleString('en')} actors`
    return [
      { what: `plan for ${actors}, new library`, peer, ...(await pairs(rounds, first, writing)), target: 3, profile },
      {
        what: `plan for ${actors} again`,
        peer,
        ...(await pairs(rounds, () => plan('--fresh'), writing)),
        target: 3,
        profile,
      },
    ]
  },
}
