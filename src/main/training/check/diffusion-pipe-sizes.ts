import { covering, type Cut, type Size } from '../../domain/bucket/cut.ts'
import { geometricRatios, nearestRatio, ratioCut } from '../../domain/bucket/fixed-ratios.ts'
import { error, type Finding, warning } from './check.ts'
import type { Table } from './config-keys.ts'

const TITLE = 'diffusion-pipe'
/** Taken from the top whether or not the directory has them: without them there it stops. */
const RANGE = ['min_ar', 'max_ar', 'num_ar_buckets'] as const

/** What a directory is cut by: what stands in it, else at the top (`DirectoryDataset` of `dataset.py`). */
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

/** What is wrong with it. `where`: how the directory is called. */
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

/** How it cuts images; null: its sizes make no sense, which `sizeFindings` says. `step`: sides are multiples of it, px. */
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

/** `[width, height, frames]`. */
function sizeIn(bucket: unknown): Size | null {
  const [width = 0, height = 0] = Array.isArray(bucket) ? bucket.map(Number) : []
  return width > 0 && height > 0 ? { width, height } : null
}

/** A number, or width and height. */
const ratioIn = (ratio: unknown): number => (Array.isArray(ratio) ? Number(ratio[0]) / Number(ratio[1]) : Number(ratio))

/** Side of the square: a number, or the width and height of what has its area. */
const sideOf = (side: unknown): number =>
  Array.isArray(side) ? Math.sqrt(Number(side[0]) * Number(side[1])) : Number(side)
