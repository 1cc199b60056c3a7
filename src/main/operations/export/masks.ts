import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { foldedName } from '../../domain/naming.ts'
import { sidecarsIn, stemOf } from '../../domain/sidecars.ts'

/** Suffixes that other tools use for the mask of an image, after its stem. */
const ENDS = ['-masklabel.png', '_mask.png', '-mask.png'] as const
/** A mask with this suffix counts as an image when it has no image beside it. */
const AMONG_IMAGES = '_mask.jpg'

/** Returns a lookup of the mask beside an image of a folder, as an absolute path; null when there is none. */
export async function masksIn(dir: string): Promise<(filename: string) => string | null> {
  const names = await readdir(dir).catch(() => [])
  const { byImage } = sidecarsIn(names)
  const there = new Set(names)
  return (filename) => {
    const own = byImage.get(filename) ?? []
    const beside = `${stemOf(filename)}${AMONG_IMAGES}`
    const name =
      ENDS.map((end) => own.find((each) => foldedName(each).endsWith(end))).find((each) => each !== undefined) ??
      (there.has(beside) ? beside : undefined)
    return name === undefined ? null : join(dir, name)
  }
}
