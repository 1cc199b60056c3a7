import { extname } from 'node:path'
import { MIB, openRegular } from '../kit/read-regular.ts'
import { decodeText } from './decode-text.ts'

/** More than any trainer's text encoder takes; a larger file of that name is something else. */
const MOST_BYTES = 16_384

/** The text beside an image, `{stem}.txt`, by which trainers caption it; null when there is none, or it is empty. */
export async function readCaption(imageFile: string): Promise<string | null> {
  const file = `${imageFile.slice(0, -extname(imageFile).length)}.txt`
  const opened = await openRegular(file, MIB).catch(() => null)
  if (!opened) return null
  const { handle } = opened
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
    return decodeText(buffer.subarray(0, bytesRead)).trim() || null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}
