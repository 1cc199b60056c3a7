import { createHash } from 'node:crypto'
import type { Crop } from '../../domain/crop.ts'

/** Returns the key of what a vision model sees of an image: its content and its crop. */
export const shownKey = (sha256: string, crop: Crop | null): string =>
  crop === null
    ? sha256
    : createHash('sha256')
        .update(JSON.stringify([sha256, crop]))
        .digest('hex')
