import { createHash } from 'node:crypto'
import type { Crop } from '../../domain/crop.ts'

/** Of what a vision model is shown of an image: its content, and how that is cut. */
export const shownKey = (sha256: string, crop: Crop | null): string =>
  crop === null
    ? sha256
    : createHash('sha256')
        .update(JSON.stringify([sha256, crop]))
        .digest('hex')
