import { link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '../support/library.ts'

/** Hard links per file. Many file systems allow at most 65,000, some fewer. */
const LINKS_PER_FILE = 1000

export interface ManyFiles {
  readonly actors: number
  readonly imagesPerActor: number
  /** Side of the images in px. */
  readonly size: number
}

/** Writes a library of many actors in little time and space: distinct images up to a limit, then hard links to them. */
export async function writeManyFiles(root: string, { actors, imagesPerActor, size }: ManyFiles): Promise<void> {
  const files = actors * imagesPerActor
  const originals = Math.max(Math.min(files, 200), Math.ceil(files / LINKS_PER_FILE))
  const pool = join(root, 'originals')
  await mkdir(pool, { recursive: true })
  for (let index = 0; index < originals; index++)
    await writeFile(join(pool, `${index}.jpg`), await photograph(index + 1, size))
  let next = 0
  for (let actor = 0; actor < actors; actor++) {
    const id = `actor_${String(actor).padStart(5, '0')}`
    const base = join(root, 'library/actors', id, 'base_image')
    const training = join(root, 'library/actors', id, 'training_data')
    await Promise.all([mkdir(base, { recursive: true }), mkdir(training, { recursive: true })])
    const original = () => join(pool, `${next++ % originals}.jpg`)
    await link(original(), join(base, `${id}_base.jpg`))
    await Promise.all(
      Array.from({ length: imagesPerActor }, (_, image) => link(original(), join(training, `${id}_${image + 1}.jpg`))),
    )
  }
}
