import { createHash } from 'node:crypto'
import { withoutBorders } from '../../domain/borders.ts'
import type { Measures } from '../../domain/measures.ts'
import type { MeasuredFile } from '../evaluator.ts'
import { brightness, shinesThrough } from './brightness.ts'
import { coarseColours } from './colours.ts'
import { type Decoded, decode } from './decode.ts'
import type { Eye, Seen } from './eye.ts'
import { differenceHash, frequencyHash, mirrored, thumbnail } from './hash.ts'
import { readCoarse } from './kernels/coarse.ts'
import { readImage } from './read-image.ts'
import { isMonochrome, strayFromTint } from './monochrome.ts'
import { lumaAt, type Pixels, release } from './plane.ts'
import { sharpness } from './sharpness.ts'
import { unread } from './unread.ts'

/** File to measure, and the path of the style network. */
export interface MeasureJob {
  readonly file: string
  readonly modelFile: string
}

/**
 * Reads a file once, hashes and measures it. Bad content is a result (`unreadable`); a file that cannot be read throws UNAVAILABLE, because
 * a failing drive says nothing about the image.
 */
export const createMeasure =
  (eye: Eye) =>
  async ({ file, modelFile }: MeasureJob): Promise<MeasuredFile> => {
    const content = await readImage(file)
    if ('unreadable' in content) return unread(file, content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const decoded = await decode(content)
    const look = (small: Pixels) => eye(modelFile, small)
    const measured = 'unreadable' in decoded ? decoded : await toMeasures(decoded, look)
    if (!('unreadable' in decoded)) release(decoded.pixels)
    return { sha256, bytes: content.length, measured }
  }

export async function toMeasures(
  { width, height, format, madeWith, pixels, small: shrink }: Decoded,
  look: (small: Pixels) => Promise<Seen | null>,
): Promise<Measures> {
  // Both measures run in a row on the same pixels, which are then copied into kernel memory only once.
  const fine = { sharpness: sharpness(pixels), borders: borders(pixels) }
  const small = await shrink()
  const measured = { ...measureSmall(small), ...fine }
  const seen = await look(small)
  if (small !== pixels) release(small)
  return {
    width,
    height,
    format,
    ...measured,
    drawn: seen?.drawn[measured.monochrome ? 'monochrome' : 'colour'] ?? 0.5,
    ...(madeWith !== null && { madeWith }),
    signature: seen?.signature ?? [],
  }
}

function measureSmall(small: Pixels) {
  const { tiny, thumbnail: square, levels, symmetry, chroma } = readCoarse(small, shinesThrough(small.alpha))
  const flipped = mirrored(tiny)
  return {
    dhash: differenceHash(tiny),
    phash: frequencyHash(tiny),
    mirrored: { dhash: differenceHash(flipped), phash: frequencyHash(flipped) },
    thumbnail: thumbnail(square),
    brightness: brightness(levels),
    symmetry,
    monochrome: isMonochrome(strayFromTint(chroma)),
    colours: coarseColours(chroma),
  }
}

function borders({ width, height, rgb }: Pixels): number {
  const inner = withoutBorders({
    width,
    height,
    read: (line, first, step) => {
      for (let n = 0, at = first; n < line.length; n++, at += step) line[n] = lumaAt(rgb, at)
    },
  })
  return inner === null ? 0 : 1 - inner.width * inner.height
}
