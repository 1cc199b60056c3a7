import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { missing } from '../../support/s3/packages.ts'
import { writePhotographs } from './assess.ts'
import { pairs, processSeconds } from './pairs.ts'
import type { Peer } from './table.ts'

/** Finds near duplicates among the same files with one command each. Ours also assesses everything else. */
export const duplicatesPeer: Peer = {
  work: 'duplicates',
  needs: {},
  async measure({ folder, cli, count, note }) {
    const why = await missing({ findimagedupes: 'findimagedupes' })
    if (why !== null) {
      note(`Not measured beside findimagedupes, which ${why}.`)
      return []
    }
    const library = join(folder, 'library')
    const set = join(library, 'set')
    const { files, kind } = await writePhotographs(set)
    const known = join(folder, 'fingerprints')
    const env = { EVENCAST_CONFIG_DIR: join(folder, 'config') }
    const ours = (...flags: string[]) =>
      processSeconds(process.execPath, [cli, 'plan', library, '--all', '--json', ...flags], env)
    const theirs = () => processSeconds('findimagedupes', ['-q', '-f', known, set])
    const first = await pairs(
      count,
      async () => {
        for (const name of ['.evencast', 'action_plans', 'set/manifest.json'])
          await rm(join(library, name), { recursive: true, force: true })
        return ours()
      },
      async () => {
        await rm(known, { force: true })
        return theirs()
      },
    )
    const again = await pairs(count, () => ours('--fresh'), theirs)
    const what = `near duplicates among ${files.length} ${kind}, whole process, beside everything that a plan needs`
    return [
      { what, peer: 'findimagedupes', ...first, target: 1, profile: FIRST },
      { what: `${what}, again`, peer: 'findimagedupes with its fingerprints', ...again, target: 1, profile: AGAIN },
    ]
  },
}

const FIRST =
  'Near duplicates: fingerprints take less than a tenth of the command; the rest is quality, style and the plan, which the other program does not do.'
const AGAIN =
  'Near duplicates again: most is loading the program and opening the library, then judging quality and style from what is stored, which the other program does not do.'
