import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { EvencastError } from '../../domain/error.ts'
import { asKnown } from '../../kit/picture/as-known.ts'
import { createPicture, type Picture } from './plane.ts'

/** 8-bit RGB pixels of a source picture: upright, on white where it was transparent, without its margins. */
export interface Source {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const MAX_LONG_SIDE = 2200
const MAX_TRIM = 0.4
const EVEN_TOLERANCE = 0.07
/** Share of a light margin that is left around a drawing, so that its figure does not touch the edge. */
const BREATHING_ROOM = 0.05

/** Smallest side in px: anything smaller shows no figure, and frames and brushes have no reference for their size. */
const SMALLEST_SIDE = 32

/** Loads a source. Throws BAD_INPUT when it cannot be read or is too small to start from. */
export async function loadSource(path: string): Promise<Source> {
  const source = await readSource(path)
  if (Math.min(source.width, source.height) >= SMALLEST_SIDE) return trimMargins(source)
  throw new EvencastError(
    'BAD_INPUT',
    `The source image ${path} is too small to generate from: ${source.width} × ${source.height} px. Replace the file.`,
  )
}

async function readSource(path: string): Promise<Source> {
  try {
    const { data, info } = await sharp(await onPaper(await asKnown(await readFile(path))), { failOn: 'error' })
      .autoOrient()
      .resize(MAX_LONG_SIDE, MAX_LONG_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return toRgb(data, info.channels, info.width, info.height)
  } catch (cause) {
    throw new EvencastError('BAD_INPUT', `The source image ${path} cannot be read. Replace the file.`, {
      cause,
    })
  }
}

/** Lays a cut-out figure (sprite), which touches the edges of its file, on white with some space, but keeps its lower edge. */
async function onPaper(content: Buffer): Promise<Buffer> {
  const { hasAlpha, width, height } = await sharp(content, { failOn: 'error' }).metadata()
  // Many files have an alpha channel that is fully opaque.
  if (!hasAlpha || (await sharp(content, { failOn: 'error' }).stats()).isOpaque) return content
  const air = Math.round(Math.max(width, height) * BREATHING_ROOM)
  return sharp(content, { failOn: 'error' })
    .autoOrient()
    .extend({ top: air, left: air, right: air, background: { r: 255, g: 255, b: 255, alpha: 0 } })
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

const toRgb = (data: Uint8Array, bands: number, width: number, height: number): Source =>
  bands === 3
    ? { width, height, data }
    : {
        width,
        height,
        data: Uint8Array.from({ length: width * height * 3 }, (_, i) => data[Math.floor(i / 3) * bands]!),
      }

/** Cuts the part of the source inside the rectangle (source px) and scales it with Lanczos-3. */
export async function cutSource(
  source: Source,
  rectangle: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  width: number,
  height: number,
): Promise<Picture> {
  const { data, info } = await sharp(source.data, { raw: { width: source.width, height: source.height, channels: 3 } })
    .extract(rectangle)
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return toPicture(data, info.width, info.height)
}

function toPicture(data: Uint8Array, width: number, height: number): Picture {
  const picture = createPicture(width, height)
  for (let i = 0, j = 0; i < width * height; i++, j += 3) {
    picture.r[i] = data[j]! / 255
    picture.g[i] = data[j + 1]! / 255
    picture.b[i] = data[j + 2]! / 255
  }
  return picture
}

/** Removes page margins and letterbox bars: rows and columns that are as even, and of the same colour, as the border itself. */
function trimMargins(source: Source): Source {
  const { width, height, data } = source
  const even = (count: number, offset: (i: number) => number, reference: readonly number[]): boolean => {
    const step = Math.max(1, Math.floor(count / 200))
    let seen = 0
    let off = 0
    for (let i = 0; i < count; i += step, seen++) {
      const j = offset(i) * 3
      if ([0, 1, 2].some((c) => Math.abs(data[j + c]! - reference[c]!) > EVEN_TOLERANCE * 255)) off++
    }
    return off <= seen * 0.02
  }
  const median = (count: number, offset: (i: number) => number): readonly number[] =>
    [0, 1, 2].map((c) => {
      const values = Uint8Array.from({ length: count }, (_, i) => data[offset(i) * 3 + c]!).sort()
      return values[count >> 1]!
    })
  const depth = (lines: number, length: number, at: (line: number, i: number) => number): number => {
    const reference = median(length, (i) => at(0, i))
    let line = 0
    while (line < lines * MAX_TRIM && even(length, (i) => at(line, i), reference)) line++
    // A single row is no margin. A light margin is paper and partly stays; a dark one is a letterbox bar and is removed.
    if (line < 2) return 0
    const light = reference.every((value) => value > 190)
    return light ? Math.max(0, line - Math.round(lines * BREATHING_ROOM)) : line
  }
  const left = depth(width, height, (x, y) => y * width + x)
  const right = depth(width, height, (x, y) => y * width + width - 1 - x)
  const top = depth(height, width, (y, x) => y * width + x)
  const bottom = depth(height, width, (y, x) => (height - 1 - y) * width + x)
  const cutWidth = width - left - right
  const cutHeight = height - top - bottom
  if (cutWidth < 24 || cutHeight < 24 || (cutWidth === width && cutHeight === height)) return source
  const cut = new Uint8Array(cutWidth * cutHeight * 3)
  for (let y = 0; y < cutHeight; y++) {
    const from = ((top + y) * width + left) * 3
    cut.set(data.subarray(from, from + cutWidth * 3), y * cutWidth * 3)
  }
  return { width: cutWidth, height: cutHeight, data: cut }
}
