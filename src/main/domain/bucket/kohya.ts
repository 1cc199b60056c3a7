import { area, centred, type Cut, downTo, nearest, ratio, rounded, type Size } from './cut.ts'

export interface KohyaBuckets {
  readonly resolution: Size
  readonly min: number
  readonly max: number
  readonly step: number
  readonly noUpscale: boolean
}

/** Returns all buckets used when enlarging is allowed, ascending by width, then height (sd-scripts, `model_util.py`). */
export function kohyaBucketList({ resolution, min, max, step }: Omit<KohyaBuckets, 'noUpscale'>): readonly Size[] {
  const most = area(resolution)
  const side = downTo(Math.floor(Math.sqrt(most)), step)
  const found = new Map<string, Size>()
  const add = (width: number, height: number) => found.set(`${width}x${height}`, { width, height })
  add(side, side)
  for (let width = min; width <= max; width += step) {
    const height = Math.min(max, downTo(Math.floor(most / width), step))
    if (height < min) continue
    add(width, height)
    add(height, width)
  }
  return [...found.values()].toSorted((a, b) => a.width - b.width || a.height - b.height)
}

/** Returns null when a side falls below one step: sd-scripts then stops with a division by zero. */
export function kohyaCut(image: Size, buckets: KohyaBuckets): Cut | null {
  if (buckets.noUpscale) return cutWithoutEnlarging(image, buckets)
  const list = kohyaBucketList(buckets)
  const exact = list.find(({ width, height }) => width === image.width && height === image.height)
  const bucket = exact ?? nearest(list, (each) => Math.abs(ratio(each) - ratio(image)))
  const scale = ratio(image) > ratio(bucket) ? bucket.height / image.height : bucket.width / image.width
  return centred(bucket, { width: rounded(image.width * scale), height: rounded(image.height * scale) })
}

function cutWithoutEnlarging(image: Size, { resolution, step }: KohyaBuckets): Cut | null {
  const scaled = area(image) > area(resolution) ? shrunk(ratio(image), area(resolution), step) : image
  const bucket = { width: downTo(scaled.width, step), height: downTo(scaled.height, step) }
  return bucket.width === 0 || bucket.height === 0 ? null : centred(bucket, scaled)
}

/** Rounds either the ideal width or the ideal height to the step, whichever keeps the ratio better. */
function shrunk(aspect: number, most: number, step: number): Size {
  const toStep = (side: number): number => downTo(rounded(side), step)
  const idealWidth = Math.sqrt(most * aspect)
  const width = toStep(idealWidth)
  const height = toStep(most / idealWidth)
  const byWidth = Math.abs(width / toStep(width / aspect) - aspect)
  const byHeight = Math.abs(toStep(height * aspect) / height - aspect)
  return byWidth < byHeight ? { width, height: rounded(width / aspect) } : { width: rounded(height * aspect), height }
}
