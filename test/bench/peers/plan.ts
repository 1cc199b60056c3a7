import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { writeManyFiles } from '../files.ts'
import { inFlight, timed } from '../measure.ts'
import { middleOf, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

const ACTORS = 10_000
const SUFFIX = '_action_plan.json'

/**
 * Plans a library that was never opened (indexed, assessed and planned by one command), compared with writing as many plans to disk
 * durably.
 */
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
    const writing = async () => {
      const names = (await readdir(plans)).filter((name) => name.endsWith(SUFFIX))
      const text = await readFile(join(plans, names[0] ?? ''), 'utf8')
      const dir = join(folder, 'writing')
      await rm(dir, { recursive: true, force: true })
      await mkdir(dir)
      return (await timed(() => inFlight(names, 8, (name) => writeFileAtomic(join(dir, name), text)))).ms / 1000
    }
    // Both figures share one baseline, since each round takes most of a minute.
    const rounds: { readonly first: number; readonly again: number; readonly peer: number }[] = []
    for (let round = 0; round < count; round++)
      rounds.push({ first: await first(), again: await plan('--fresh'), peer: await writing() })
    const beside = (which: 'first' | 'again') =>
      middleOf(rounds.map((round) => ({ ours: round[which], peer: round.peer })))
    const peer = 'writing as many plans'
    const profile =
      'Plans: the main thread is busy throughout: some fifteen statements of SQLite for each actor, then judging and choosing prompts. What is written of many actors shares a transaction; folders are looked at and plans laid out and written by another thread, many at a time. Hottest before: reading summaries and measures, handing work to threads, ending transactions; now: handing work to threads, ending transactions, garbage.'
    const actors = `${ACTORS.toLocaleString('en')} actors`
    return [
      { what: `plan for ${actors}, new library`, peer, ...beside('first'), target: 3, profile },
      { what: `plan for ${actors} again`, peer, ...beside('again'), target: 3, profile },
    ]
  },
}
