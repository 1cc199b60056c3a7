import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '../../support/library.ts'
import { filesBelow, type Finding } from '../checker.ts'
import type { Job, Place, Prepared } from './jobs.ts'

/** More captions than the main thread writes by itself (`WORTH_IT` in caption-files.ts), even at twice that threshold. */
export const CAPTIONS = 72
const FIRST = 101

export const REPLACE = ['captions', 'replace', '--all', '--find', 'red hat', '--by', 'blue hat'] as const

const captionOf = (n: number, hat: string): string => `a photo of ann in a ${hat} hat, picture ${n}`

/** Checks that every caption names this hat. */
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
  // Images are measured now, so that kills fall mostly on the writing.
  await command([...REPLACE, '--dry-run', library])
}

const IN_A_THREAD = / in a thread, /

/** Writes so many captions of one actor that worker threads are used. */
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

/** Undoes the same edit. */
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
