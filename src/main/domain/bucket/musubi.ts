import { area, covering, type Cut, downTo, nearest, ratio, type Size } from './cut.ts'

export interface MusubiBuckets {
  readonly resolution: Size
  /** 16 for all image models, 32 for HiDream-O1. */
  readonly step: number
  readonly noUpscale: boolean
}

function bucketList({ resolution, step }: MusubiBuckets): readonly Size[] {
  const most = area(resolution)
  const side = Math.floor(Math.sqrt(most))
  const found: Size[] = []
  for (let width = downTo(Math.floor(side / 2), step); width < side + step; width += step) {
    const height = downTo(Math.floor(most / width), step)
    found.push({ width, height }, { width: height, height: width })
  }
  return found.toSorted((a, b) => a.width - b.width || a.height - b.height)
}

/** Returns null when a side falls below one step. */
export function musubiCut(image: Size, buckets: MusubiBuckets): Cut | null {
  const { resolution, step, noUpscale } = buckets
  const bucket =
    noUpscale && area(image) <= area(resolution)
      ? { width: downTo(image.width, step), height: downTo(image.height, step) }
      : nearest(bucketList(buckets), (each) => Math.abs(ratio(each) - ratio(image)))
  return bucket.width === 0 || bucket.height === 0 ? null : covering(image, bucket)
}
