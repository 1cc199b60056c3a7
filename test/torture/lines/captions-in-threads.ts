import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '../../support/library.ts'
import { filesBelow, type Finding } from '../checker.ts'
import type { Job, Place, Prepared } from './jobs.ts'

/** More than are written from the main thread (`WORTH_IT` in caption-files.ts), and than it wrote when that was twice as many. */
export const CAPTIONS = 72
const FIRST = 101

export const REPLACE = ['captions', 'replace', '--all', '--find', 'red hat', '--by', 'blue hat'] as const

const captionOf = (n: number, hat: string): string => `a photo of ann in a ${hat} hat, picture ${n}`

/** Every caption says this hat. */
export const allSay =
  (hat: string) =>
  async ({ library }: Pick<Place, 'library'>): Promise<readonly Finding[]> => {
    const files = await filesBelow(join(library, 'actors/ann/training_data'))
    const texts = new Map(files.map(({ path, bytes }) => [path, bytes.toString('utf8').trim()]))
    return Array.from({ length: CAPTIONS }, (_, i) => FIRST + i)
      .filter((n) => texts.get(`ann_${n}.txt`) !== captionOf(n, hat))
      .map((n): Finding => ({ kind: 'broken', what: `ann_${n}.txt is “${texts.get(`ann_${n}.txt`)}”` }))
  }

export async function writeCaptions({ command, library }: Prepared): Promise<void> {
  const folder = join(library, 'actors/ann/training_data')
  for (let n = FIRST; n < FIRST + CAPTIONS; n++) {
    await writeFile(join(folder, `ann_${n}.jpg`), await photograph(n, 64))
    await writeFile(join(folder, `ann_${n}.txt`), captionOf(n, 'red'))
  }
  // Measured now, so that little but the writing is left to be cut short.
  await command([...REPLACE, '--dry-run', library])
}

const IN_A_THREAD = / in a thread, /

/** So many captions of one actor that worker threads write them. */
export const CAPTIONS_IN_THREADS: Job = {
  name: 'captions in threads',
  prepare: writeCaptions,
  args: ({ library }) => [...REPLACE, library],
  cutAt: IN_A_THREAD,
  verify: allSay('blue'),
  share: 4,
}

interface Current {
  readonly undo: unknown
}

/** The same taken back. */
export const UNDO_IN_THREADS: Job = {
  name: 'web: undo captions in threads',
  async prepare(prepared) {
    await writeCaptions(prepared)
    await prepared.command([...REPLACE, prepared.library])
  },
  async session(session) {
    const { undo } = (await session.call('history/current')) as Current
    if (undo !== null) await session.call('history/undo')
  },
  again: true,
  cutAt: IN_A_THREAD,
  verify: allSay('red'),
  share: 4,
}
