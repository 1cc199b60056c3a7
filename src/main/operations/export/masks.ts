import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** How other tools name the mask of an image, after its stem. */
const ENDS = ['-masklabel.png', '_mask.png', '_mask.jpg', '-mask.png'] as const

/** The mask beside an image of a folder, as an absolute path; null where there is none. */
export async function masksIn(dir: string): Promise<(filename: string) => string | null> {
  const names = new Set(await readdir(dir).catch(() => []))
  return (filename) => {
    const stem = filename.slice(0, filename.length - extname(filename).length)
    const name = ENDS.map((end) => `${stem}${end}`).find((each) => names.has(each))
    return name === undefined ? null : join(dir, name)
  }
}
