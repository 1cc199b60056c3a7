import sharp, { type Sharp } from 'sharp'
import { type Greys, withoutBorders } from '../../domain/borders.ts'
import { usualRatio } from '../../domain/bucket/shapes.ts'
import type { Size } from '../../domain/bucket/cut.ts'
import { aroundFace, type FoundFace } from '../../domain/crop-face.ts'
import { type Crop, shapeOf, WHOLE } from '../../domain/crop.ts'
import type { Rect } from '../../domain/crop-rect.ts'
import { figureTop } from '../../domain/figure-top.ts'
import { decodable, readImageBytes } from '../../kit/image-bytes.ts'
import { asKnown } from '../../kit/picture/as-known.ts'
import { fromRaw, type Raw, reshape, toRaw } from '../../kit/picture/reshape.ts'

/** Side in px of the analysed copy; a larger one finds no better crop. */
const LOOKED_AT = 1024

export interface FindCropJob {
  readonly file: string
  /** Current crop. Its rotation, mirroring and straightening stay; the job only finds the rectangle. */
  readonly crop: Crop | null
  /** `borders`: the picture within even borders; `subject`: the most prominent part in this shape, within such borders. */
  readonly want: 'borders' | 'subject'
  /** Width divided by height; null for that of the nearest bucket. */
  readonly ratio: number | null
  /** Folder of the network that finds faces; null when it is not installed. */
  readonly faces: string | null
}

/** Finds the faces of an RGB picture with the network in a folder. */
export type LookForFaces = (folder: string, picture: Rgb) => Promise<readonly FoundFace[]>

interface Rgb extends Size {
  readonly data: Uint8Array
}

/** The function as called from outside the worker thread. */
export type FindCrop = (job: Omit<FindCropJob, 'faces'>, signal?: AbortSignal) => Promise<Rect | null>

/**
 * Creates a function that finds where to crop; it returns null when there are no borders, or the file is not a picture. Runs in a worker
 * thread.
 */
export const createFindCrop =
  (lookForFaces: LookForFaces) =>
  async ({ file, crop, want, ratio, faces }: FindCropJob): Promise<Rect | null> => {
    try {
      const content = await asKnown(decodable(await readImageBytes(file)) ?? Buffer.alloc(0))
      const upright = sharp(content, { failOn: 'none', pages: 1 }).autoOrient().flatten({ background: '#fff' })
      const small = upright.resize(LOOKED_AT, LOOKED_AT, { fit: 'inside', withoutEnlargement: true })
      const picture = await reshape(
        await toRaw(small.toColourspace('srgb')),
        shapeOf({ ...(crop ?? WHOLE), x: 0, y: 0, width: 1, height: 1 }),
      )
      const { width, height } = picture.info
      const greys = await toRaw(fromRaw(picture).greyscale())
      const inner = withoutBorders({ read: lineOf(greys.data), width, height })
      if (want === 'borders') return inner
      const found = faces === null ? null : await faceIn(picture, inner, ratio, (rgb) => lookForFaces(faces, rgb))
      return found ?? (await subjectIn(picture, inner, ratio))
    } catch {
      return null
    }
  }

const lineOf =
  (greys: Uint8Array): Greys['read'] =>
  (line, first, step) =>
    line.forEach((_, n) => (line[n] = greys[first + n * step] ?? 0))

/** Crops around the largest face; null when there is none, or the network cannot run. */
async function faceIn(
  picture: Raw,
  inner: Rect | null,
  ratio: number | null,
  look: (rgb: Rgb) => Promise<readonly FoundFace[]>,
): Promise<Rect | null> {
  const { width, height } = picture.info
  const { data } = await toRaw(fromRaw(picture).removeAlpha().toColourspace('srgb'))
  const faces = await look({ data, width, height }).catch(() => [])
  const area = shapeOf({ ...WHOLE, ...inner }).box(width, height)
  return aroundFace(faces, inner ?? WHOLE, ratio ?? usualRatio(area), { width, height })
}

/** Crops to the part that libvips' attention strategy finds, as large as the shape allows. */
async function subjectIn(picture: Raw, inner: Rect | null, ratio: number | null): Promise<Rect> {
  const { box } = shapeOf({ ...WHOLE, ...inner })
  const area = box(picture.info.width, picture.info.height)
  const part = largest(area, ratio ?? usualRatio(area))
  const whole = fromRaw(picture).extract(area)
  const { info } = await whole
    .clone()
    .resize(part.width, part.height, { fit: 'cover', position: sharp.strategy.attention })
    .toBuffer({ resolveWithObject: true })
  const found = -(info.cropOffsetTop ?? 0)
  // Bright shirts and hands attract the attention strategy, so the crop is moved up to keep a head above them.
  const top = found === 0 ? 0 : Math.min(found, await headroomAbove(whole, area, part))
  return {
    x: (area.left - (info.cropOffsetLeft ?? 0)) / picture.info.width,
    y: (area.top + top) / picture.info.height,
    width: part.width / picture.info.width,
    height: part.height / picture.info.height,
  }
}

/** Height in px of the copy in which the figure is searched. */
const SMALL = 96
/** Space above a figure, as a share of the crop's height. */
const HEADROOM = 0.08

/** Returns the lowest top edge, in px of the area, at which the crop still contains the whole top of the figure. */
async function headroomAbove(whole: Sharp, area: Size, part: Size): Promise<number> {
  const { data, info } = await toRaw(whole.clone().greyscale().resize({ height: SMALL }).blur(0.8).extractChannel(0))
  return Math.max(0, Math.round(figureTop({ data, ...info }) * area.height - HEADROOM * part.height))
}

const largest = ({ width, height }: Size, ratio: number): Size =>
  width / height > ratio
    ? { width: Math.max(1, Math.round(height * ratio)), height }
    : { width, height: Math.max(1, Math.round(width / ratio)) }
