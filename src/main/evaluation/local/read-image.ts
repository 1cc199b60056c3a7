import { basename } from 'node:path'
import type { Unreadable } from '../../domain/measures.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { imageBytesNow } from '../../kit/image-bytes.ts'
import { UnfitFileError } from '../../kit/read-regular.ts'

/** A drive that fails says nothing about the image: UNAVAILABLE, never a finding. One that is no file, or no image's size, is a finding. */
export const readImage = (file: string): Promise<Buffer | Unreadable> =>
  imageBytesNow(file).catch((cause: unknown) => {
    if (cause instanceof UnfitFileError) return { unreadable: `Not measured: ${cause.message}`, unproven: true }
    throw new EvencastError(
      'UNAVAILABLE',
      `${basename(file)} could not be read (${messageOf(cause)}). Check that its drive is connected and try again.`,
      { cause },
    )
  })
