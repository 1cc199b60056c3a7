import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '../../support/library.ts'
import { filesBelow, type Finding } from '../checker.ts'
import type { Job, Place } from './jobs.ts'

/** More than are written from the main thread (`WORTH_IT` in caption-files.ts), and than it wrote when that was twice as many. */
const CAPTIONS = 72
const FIRST = 101

const REPLACE = ['captions', 'replace', '--all', '--find', 'red hat', '--by', 'blue hat'] as const

const captionOf = (n: number, hat: string): string => `a photo of ann in a ${hat} hat, picture ${n}`

async function allAreReplaced({ library }: Place): Promise<readonly Finding[]> {
  const files = await filesBelow(join(library, 'actors/ann/training_data'))
  const texts = new Map(files.map(({ path, bytes }) => [path, bytes.toString('utf8').trim()]))
  return Array.from({ length: CAPTIONS }, (_, i) => FIRST + i)
    .filter((n) => texts.get(`ann_${n}.txt`) !== captionOf(n, 'blue'))
    .map((n): Finding => ({ kind: 'broken', what: `ann_${n}.txt is “${texts.get(`ann_${n}.txt`)}”` }))
}

/** So many captions of one actor that worker threads write them. */
export const CAPTIONS_IN_THREADS: Job = {
  name: 'captions in threads',
  async prepare({ command, library }) {
    const folder = join(library, 'actors/ann/training_data')
    for (let n = FIRST; n < FIRST + CAPTIONS; n++) {
      await writeFile(join(folder, `ann_${n}.jpg`), await photograph(n, 64))
      await writeFile(join(folder, `ann_${n}.txt`), captionOf(n, 'red'))
    }
    // Measured now, so that little but the writing is left to be cut short.
    await command([...REPLACE, '--dry-run', library])
  },
  args: ({ library }) => [...REPLACE, library],
  cutAt: / in a thread, /,
  verify: allAreReplaced,
  share: 4,
}
