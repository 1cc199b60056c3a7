import { covering, type Cut, ratio, roundedEven, type Size } from '../../domain/bucket/cut.ts'
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
  if (sizes !== null) {
    const buckets = sizes.flatMap((size) => sizeIn(size) ?? [])
    if (buckets.length < sizes.length || buckets.length === 0)
      return [
        error('config-buckets', file, `${where}: size_buckets must list [width, height, 1] each: ${TITLE} stops.`),
      ]
    if (hasFrames(sizes) || isInOrder(buckets)) return []
    const detail = 'size_buckets must rise in width / height, each once: otherwise images fall into the wrong ones.'
    return [warning('config-buckets', file, `${where}: ${detail}`)]
  }
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

export interface Buckets {
  readonly cut: (image: Size) => Cut
  /** Images with the same are batched together. */
  readonly keyOf: (image: Size) => string
}

const keyOf = (aspect: number, { width, height }: Size): string => `${aspect} ${width} × ${height}`

/** How it sorts and cuts images; null: its sizes make no sense, which `sizeFindings` says. `step`: sides are multiples of it, px. */
export function bucketsIn(directory: Table, top: Table, step: number): Buckets | null {
  const { sizes, ratios, resolutions, byRatio, range } = sizesOf(directory, top)
  if (sizes !== null) {
    const buckets = sizes.flatMap((size) => sizeIn(size) ?? [])
    const bucketOf = sizeBucketOf(buckets)
    // Those of several frames are for videos, and sorted before the others.
    if (buckets.length === 0 || buckets.length < sizes.length || hasFrames(sizes)) return null
    const sizeOf = (image: Size): Size => bucketOf(image) ?? image
    return { cut: (image) => covering(image, sizeOf(image)), keyOf: (image) => keyOf(0, sizeOf(image)) }
  }
  const sides = Array.isArray(resolutions) ? resolutions.map(sideOf) : []
  const resolution = Math.max(...sides)
  const all = byRatio ? (ratios?.map(ratioIn) ?? geometricRatios(range)) : [1]
  if (!(resolution > 0) || all.length === 0 || !all.every((each) => each > 0)) return null
  const cut = (image: Size): Cut => ratioCut(image, { ratios: all, resolution, step })
  return { cut, keyOf: (image) => keyOf(nearestRatio(image, all), cut(image).bucket) }
}

/** Ratios as it rounds and sorts them, each once (`dedup_and_sort`). */
const aspectsOf = (buckets: readonly Size[]): readonly number[] =>
  [...new Set(buckets.map((bucket) => roundedEven(ratio(bucket) * 1000) / 1000))].toSorted((a, b) => a - b)

/**
 * It looks the nearest ratio up in their sorted list, and takes the bucket that has the same place in the list as it was written
 * (`_find_closest_size_bucket`).
 */
function sizeBucketOf(buckets: readonly Size[]): (image: Size) => Size | undefined {
  const aspects = aspectsOf(buckets)
  return (image) => buckets[aspects.indexOf(nearestRatio(image, aspects))]
}

const isInOrder = (buckets: readonly Size[]): boolean => {
  const aspects = aspectsOf(buckets)
  return (
    aspects.length === buckets.length &&
    buckets.every((bucket, i) => Math.abs(ratio(bucket) - (aspects[i] ?? 0)) < 0.001)
  )
}

const hasFrames = (sizes: readonly unknown[]): boolean =>
  sizes.some((size) => Array.isArray(size) && Number(size[2]) !== 1)

/** Parses `[width, height, frames]`. */
function sizeIn(bucket: unknown): Size | null {
  const [width = 0, height = 0, frames = 0] = Array.isArray(bucket) ? bucket.map(Number) : []
  return width > 0 && height > 0 && frames > 0 ? { width, height } : null
}

/** Parses a ratio: a number, or width and height. */
const ratioIn = (ratio: unknown): number => (Array.isArray(ratio) ? Number(ratio[0]) / Number(ratio[1]) : Number(ratio))

/** Returns the side of the square with the same area: from a number, or from width and height. */
const sideOf = (side: unknown): number =>
  Array.isArray(side) ? Math.sqrt(Number(side[0]) * Number(side[1])) : Number(side)
