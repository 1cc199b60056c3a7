import { basename } from 'node:path'
import type { Unreadable } from '../../domain/measures.ts'
import { EvencastError, messageOf } from '../../domain/error.ts'
import { imageBytesNow } from '../../kit/image-bytes.ts'
import { UnfitFileError } from '../../kit/read-regular.ts'

/**
 * Reads an image file. A failing drive throws UNAVAILABLE because it says nothing about the image; a path that is not a file, or a file too
 * large for an image, is `Unreadable`.
 */
export const readImage = (file: string): Promise<Buffer | Unreadable> =>
  imageBytesNow(file).catch((cause: unknown) => {
    if (cause instanceof UnfitFileError) return { unreadable: `Not measured: ${cause.message}`, unproven: true }
    throw new EvencastError(
      'UNAVAILABLE',
      `${basename(file)} could not be read (${messageOf(cause)}). Check that its drive is connected and try again.`,
      { cause },
    )
  })
