import { covering, type Cut, type Size } from '../../domain/bucket/cut.ts'
import { geometricRatios, nearestRatio, ratioCut } from '../../domain/bucket/fixed-ratios.ts'
import { error, type Finding, warning } from './check.ts'
import type { Table } from './config-keys.ts'

const TITLE = 'diffusion-pipe'
/** Keys read from the top even when the directory has them: it stops without them there. */
const RANGE = ['min_ar', 'max_ar', 'num_ar_buckets'] as const

/** Returns the size settings of a directory: its own, else those at the top (`DirectoryDataset` of `dataset.py`). */
function sizesOf(directory: Table, top: Table) {
  const get = (key: string): unknown => directory[key] ?? top[key]
  const { size_buckets: sizes, ar_buckets: ratios } = {
    size_buckets: get('size_buckets'),
    ar_buckets: get('ar_buckets'),
  }
  return {
    sizes: Array.isArray(sizes) ? sizes : null,
    ratios: Array.isArray(ratios) ? ratios : null,
    resolutions: get('resolutions'),
    byRatio: get('enable_ar_bucket') === true,
    range: { minRatio: Number(get('min_ar')), maxRatio: Number(get('max_ar')), count: Number(get('num_ar_buckets')) },
  }
}

/** Returns findings for the size settings. `where`: name of the directory in findings. */
export function sizeFindings(directory: Table, top: Table, file: string, where: string): readonly Finding[] {
  const { sizes, ratios, resolutions, byRatio, range } = sizesOf(directory, top)
  if (Array.isArray(resolutions) && resolutions.length > 3)
    return [error('config-resolution', file, `${where} lists more than three resolutions: ${TITLE} quits.`)]
  if (sizes !== null) return []
  if (top['resolutions'] === undefined)
    return [
      error(
        'config-resolution',
        file,
        `has no resolutions at the top: ${TITLE} stops, even where a [[directory]] has its own. Write resolutions = [1024].`,
      ),
    ]
  if (!Array.isArray(resolutions) || resolutions.length === 0)
    return [error('config-resolution', file, `${where}: resolutions must be a list such as [1024]: ${TITLE} stops.`)]
  if (!byRatio)
    return [warning('config-buckets', file, 'without enable_ar_bucket = true every image is cut to a square.')]
  if (ratios !== null) return []
  const missing = RANGE.filter((key) => top[key] === undefined)
  if (missing.length > 0)
    return missing.map((key) => error('config-buckets', file, `has no ${key} at the top: ${TITLE} stops.`))
  return range.minRatio < range.maxRatio ? [] : [error('config-buckets', file, 'min_ar must be below max_ar.')]
}

/**
 * Returns how a directory's images are cropped; null when its sizes are invalid, which `sizeFindings` reports. `step`: multiple of the
 * sides in px.
 */
export function cutIn(directory: Table, top: Table, step: number): ((image: Size) => Cut) | null {
  const { sizes, ratios, resolutions, byRatio, range } = sizesOf(directory, top)
  if (sizes !== null) {
    const buckets = sizes.flatMap((size) => sizeIn(size) ?? [])
    const byAspect = new Map(buckets.map((bucket) => [bucket.width / bucket.height, bucket]))
    return byAspect.size === 0
      ? null
      : (image) => covering(image, byAspect.get(nearestRatio(image, [...byAspect.keys()])) ?? image)
  }
  const sides = Array.isArray(resolutions) ? resolutions.map(sideOf) : []
  const resolution = Math.max(...sides)
  const all = byRatio ? (ratios?.map(ratioIn) ?? geometricRatios(range)) : [1]
  if (!(resolution > 0) || all.length === 0 || !all.every((each) => each > 0)) return null
  return (image) => ratioCut(image, { ratios: all, resolution, step })
}

/** Parses `[width, height, frames]`. */
function sizeIn(bucket: unknown): Size | null {
  const [width = 0, height = 0] = Array.isArray(bucket) ? bucket.map(Number) : []
  return width > 0 && height > 0 ? { width, height } : null
}

/** Parses a ratio: a number, or width and height. */
const ratioIn = (ratio: unknown): number => (Array.isArray(ratio) ? Number(ratio[0]) / Number(ratio[1]) : Number(ratio))

/** Returns the side of the square with the same area: from a number, or from width and height. */
const sideOf = (side: unknown): number =>
  Array.isArray(side) ? Math.sqrt(Number(side[0]) * Number(side[1])) : Number(side)
