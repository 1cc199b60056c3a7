import { area, type Cut, nearest, type Size } from './cut.ts'

/** `divisor`: 16 for most models, 32 for Chroma, Wan 2.2 5B and LTX-2 (`get_bucket_divisibility`). */
export function aiToolkitCut(
  image: Size,
  { resolution, divisor }: { resolution: number; divisor: number },
): Cut | null {
  const most = resolution * resolution
  const target = Math.min(area(image), most)
  const scale = Math.sqrt(target / area(image))
  const wide = (image.width * scale) / divisor
  const high = (image.height * scale) / divisor
  const candidates = [
    [Math.floor(wide), Math.floor(high)],
    [Math.floor(wide), Math.ceil(high)],
    [Math.ceil(wide), Math.floor(high)],
    [Math.ceil(wide), Math.ceil(high)],
  ].flatMap(([w = 0, h = 0]) => (w > 0 && h > 0 ? [{ width: w * divisor, height: h * divisor }] : []))
  const fitting = candidates.filter((size) => area(size) <= most)
  if (fitting.length === 0) return null
  const bucket = nearest(fitting, (size) => Math.abs(area(size) - target))
  const factor = Math.max(bucket.width / image.width, bucket.height / image.height)
  const scaled = { width: Math.ceil(image.width * factor), height: Math.ceil(image.height * factor) }
  return {
    bucket,
    scaled,
    offset: {
      x: Math.trunc((scaled.width - bucket.width) / 2),
      y: Math.trunc((scaled.height - bucket.height) / 2),
    },
  }
}
