import { createHash } from 'node:crypto'
import { inParallel } from '../../kit/in-parallel.ts'
import { readImage } from './read-image.ts'

/** Files at once: one is read while another is hashed. */
const AT_ONCE = 2

/** Returns the SHA-256 of each file's content in hex; null for a file that cannot be read as an image, since measuring it reports why. */
export const digests = ({ files }: { readonly files: readonly string[] }): Promise<readonly (string | null)[]> =>
  inParallel(files, AT_ONCE, async (file) => {
    const content = await readImage(file).catch(() => null)
    return content === null || 'unreadable' in content ? null : createHash('sha256').update(content).digest('hex')
  })
