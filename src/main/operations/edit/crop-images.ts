import { join } from 'node:path'
import type { Size } from '../../domain/bucket/cut.ts'
import type { ImageRow } from '../../catalog/images.ts'
import type { HistoryView } from '../../contract/views.ts'
import { type Crop, cropOf, sameCrop, tidyCrop, turnedSize, WHOLE } from '../../domain/crop.ts'
import { mirrored, ofRatio, type Rect, turned } from '../../domain/crop-rect.ts'
import { inParallel } from '../../kit/in-parallel.ts'
import type { Operation } from '../../history/records.ts'
import type { FindCrop } from '../../training/image/find-crop.ts'
import { folderOf } from '../context/library-context.ts'
import type { EditingContext } from './editing-context.ts'
import { type Editing, images, rowsOf } from './editing.ts'

export interface ImageCrop {
  readonly imageId: string
  /** Null: the whole image. */
  readonly crop: Crop | null
}

/** The way a crop is found for each of several images. */
export type CropWay =
  /** The largest centered crop with this ratio of width to height. */
  | { readonly kind: 'ratio'; readonly ratio: number }
  /** The most salient region with this ratio; null: with that of the nearest bucket. */
  | { readonly kind: 'subject'; readonly ratio: number | null }
  /** The image without its plain borders. */
  | { readonly kind: 'borders' }
  | { readonly kind: 'box'; readonly rect: Rect }
  /** Degrees clockwise. */
  | { readonly kind: 'straighten'; readonly degrees: number }
  | { readonly kind: 'mirror' }
  /** A quarter turn clockwise. */
  | { readonly kind: 'turn' }
  | { readonly kind: 'clear' }

/** Sets the crops of images as one edit. Images that have that crop already stay as they are. */
export async function cropImages(
  editing: Editing,
  context: EditingContext,
  crops: readonly ImageCrop[],
  current: () => HistoryView,
): Promise<HistoryView> {
  const wanted = new Map(crops.map(({ imageId, crop }) => [imageId, crop && tidyCrop(crop)]))
  const draft = () => {
    const operations = rowsOf(context, [...wanted.keys()]).flatMap((row): Operation[] => {
      const { actorId, filename, entry } = row
      const after = wanted.get(String(row.id)) ?? null
      // An invalid crop counts as none, and is replaced only when another one is set.
      if (sameCrop(cropOf(entry), after)) return []
      return [{ kind: 'crop', actorId, filename, before: entry.crop ?? null, after }]
    })
    return { name: nameOf(operations), operations }
  }
  return draft().operations.length === 0 ? current() : editing.make(draft)
}

const nameOf = (operations: readonly Operation[]): string => {
  const made = operations.filter((operation) => operation.kind === 'crop' && operation.after !== null).length
  return made === 0 ? `Removed the crop of ${images(operations.length)}` : `Cropped ${images(made)}`
}

const AT_ONCE = 4

/**
 * Returns the crop that a way gives each image, based on its current crop. An image for which none is found keeps its crop. Changes
 * nothing.
 */
export async function proposeCrops(
  context: EditingContext,
  find: FindCrop,
  { crops, way }: { readonly crops: readonly ImageCrop[]; readonly way: CropWay },
  signal?: AbortSignal,
): Promise<readonly ImageCrop[]> {
  const rows = new Map(
    rowsOf(
      context,
      crops.map(({ imageId }) => imageId),
    ).map((row) => [String(row.id), row]),
  )
  return inParallel(crops, AT_ONCE, async ({ imageId, crop }) => {
    const row = rows.get(imageId)
    return { imageId, crop: row ? await proposal({ context, find, row, way, before: crop, signal }) : crop }
  })
}

interface Wanted {
  readonly context: EditingContext
  readonly find: FindCrop
  readonly row: ImageRow
  readonly way: CropWay
  readonly before: Crop | null
  readonly signal?: AbortSignal | undefined
}

async function proposal({ context, find, row, way, before, signal }: Wanted): Promise<Crop | null> {
  const crop = before ?? WHOLE
  switch (way.kind) {
    case 'clear':
      return null
    case 'box':
      return tidyCrop({ ...crop, ...way.rect })
    case 'straighten':
      return tidyCrop({ ...crop, straighten: way.degrees })
    case 'mirror':
      return tidyCrop(mirrored(crop))
    case 'turn':
      return tidyCrop(turned(crop))
    case 'ratio': {
      const size = sizeOf(context, row.id)
      return size ? tidyCrop({ ...crop, ...ofRatio(WHOLE, way.ratio, turnedSize(size, crop.rotate)) }) : before
    }
    case 'subject':
    case 'borders': {
      const file = join(folderOf(context, row.actorId).imagesDir, row.filename)
      const ratio = way.kind === 'subject' ? way.ratio : null
      const rect = await find({ file, crop: before, want: way.kind, ratio }, signal)
      return rect ? tidyCrop({ ...crop, ...rect }) : before
    }
  }
}

/** Returns the upright size in pixels; null for an image that is not measured or cannot be read. */
export function sizeOf({ catalog }: EditingContext, id: number): Size | null {
  const [summary] = catalog.summaries.byIds([id])
  return summary && summary.width !== null && summary.height !== null
    ? { width: summary.width, height: summary.height }
    : null
}
