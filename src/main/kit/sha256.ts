import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { openRegular } from './read-regular.ts'

/** Returns the SHA-256 of a file in hex, read as a stream. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  const { handle } = await openRegular(file, Number.POSITIVE_INFINITY)
  await pipeline(handle.createReadStream(), hash)
  return hash.digest('hex')
}

export async function sameContent(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(a), stat(b)])
  return left.size === right.size && (await sha256Of(a)) === (await sha256Of(b))
}
