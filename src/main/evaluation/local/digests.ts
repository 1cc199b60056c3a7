import { createHash } from 'node:crypto'
import { inParallel } from '../../kit/in-parallel.ts'
import { readImage } from './read-image.ts'

/** While one file is read, another is hashed. */
const AT_ONCE = 2

/** SHA-256 of each file's content, hex; null for one that cannot be read as an image is: measuring it says why. */
export const digests = ({ files }: { readonly files: readonly string[] }): Promise<readonly (string | null)[]> =>
  inParallel(files, AT_ONCE, async (file) => {
    const content = await readImage(file).catch(() => null)
    return content === null || 'unreadable' in content ? null : createHash('sha256').update(content).digest('hex')
  })
