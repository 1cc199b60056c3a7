import { createHash } from 'node:crypto'
import type { Measures } from '../../domain/measures.ts'
import type { MeasuredFile } from '../evaluator.ts'
import { brightness } from './brightness.ts'
import { shrinkChroma, toChroma } from './chroma.ts'
import { coarseColours } from './colours.ts'
import { type Decoded, decode } from './decode.ts'
import { DRAWN_MODEL } from './drawn-model.ts'
import { differenceHash, frequencyHash, mirrored, thumbnail } from './hash.ts'
import { readImage } from './read-image.ts'
import { logit, sigmoid } from './logistic.ts'
import { isMonochrome, strayFromTint } from './monochrome.ts'
import { pictureMask } from './page.ts'
import { luma, resizeArea } from './plane.ts'
import { sharpness } from './sharpness.ts'
import { signature } from './signature.ts'
import { symmetry } from './symmetry.ts'
import { features, texture } from './texture.ts'

/**
 * Reads a file once, hashes and measures it. Bad content is a result (`unreadable`); a file that cannot be read is an
 * exception (UNAVAILABLE), because a drive that fails says nothing about the image.
 */
export async function measure({ file }: { readonly file: string }): Promise<MeasuredFile> {
  const content = await readImage(file)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const decoded = await decode(content)
  return { sha256, bytes: content.length, measured: 'unreadable' in decoded ? decoded : toMeasures(decoded) }
}

export function toMeasures({ width, height, format, pixels, small }: Decoded): Measures {
  const colours = toChroma(small)
  const grey = colours.luma
  const shrunk = shrinkChroma(colours, 64)
  const tiny = resizeArea(grey, Math.min(64, grey.width), Math.min(64, grey.height))
  const flipped = mirrored(tiny)
  const seen = texture(grey, pictureMask(colours))
  return {
    width,
    height,
    format,
    dhash: differenceHash(tiny),
    phash: frequencyHash(tiny),
    mirrored: { dhash: differenceHash(flipped), phash: frequencyHash(flipped) },
    thumbnail: thumbnail(grey),
    brightness: brightness(grey, small),
    sharpness: sharpness(luma(pixels)),
    symmetry: symmetry(grey),
    monochrome: isMonochrome(strayFromTint(shrunk)),
    drawn: seen === null ? 0.5 : sigmoid(logit(DRAWN_MODEL, features(seen))),
    colours: coarseColours(shrunk),
    signature: signature(seen, shrunk),
  }
}
