import { unlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvencastError } from '../../domain/error.ts'
import { replaceFile } from '../durable.ts'
import { readIfThere } from '../json-file.ts'

/**
 * Brings a caption file from one content to another, both exact bytes in base64 (null: no file). Safe to repeat. Throws CONFLICT when
 * neither lies there: somebody else wrote it meanwhile. A power cut may take it back until the folder is synced.
 */
export async function exchangeCaptionFile(file: string, from: string | null, to: string | null): Promise<void> {
  const now = (await readIfThere(file))?.toString('base64') ?? null
  if (now === to) return
  if (now !== from)
    throw new EvencastError(
      'CONFLICT',
      `${basename(file)} was changed by another app in the meantime. Check it and try again.`,
    )
  if (to === null) await unlink(file)
  else await replaceFile(file, Buffer.from(to, 'base64'))
}
