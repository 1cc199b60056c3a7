import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { EvencastError, messageOf } from '../../domain/error.ts'

/** A drive that fails says nothing about the image: UNAVAILABLE, never a finding. */
export const readImage = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: unknown) => {
    throw new EvencastError(
      'UNAVAILABLE',
      `${basename(file)} could not be read (${messageOf(cause)}). Check that its drive is connected and try again.`,
      { cause },
    )
  })
