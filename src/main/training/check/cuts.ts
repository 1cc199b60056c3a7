import { CUT_SHARE, ENLARGED } from '../../domain/bucket/advice.ts'
import { type Cut, cutAway, enlarged, type Size } from '../../domain/bucket/cut.ts'
import { error, type Finding, warning } from './check.ts'
import type { CheckedImage } from './images.ts'

/** Returns findings for the trainer's scaling and cropping of each image. `cut` returns null where the trainer stops. */
export function cutFindings(
  images: readonly CheckedImage[],
  title: string,
  cut: (image: Size) => Cut | null,
): readonly Finding[] {
  return images.flatMap(({ entry, size }) => {
    const found = cut(size)
    if (!found)
      return [
        error(
          'bucket',
          entry.path,
          `is ${size.width} × ${size.height} px, for which ${title} has no bucket: it stops there.`,
        ),
      ]
    const findings: Finding[] = []
    const away = cutAway(found)
    if (away > CUT_SHARE)
      findings.push(
        warning(
          'cut',
          entry.path,
          `loses ${Math.round(away * 100)} % to its bucket of ${words(found.bucket)}. Crop it yourself.`,
        ),
      )
    const factor = enlarged(size, found)
    if (factor > ENLARGED)
      findings.push(
        warning(
          'enlarged',
          entry.path,
          `is enlarged ${factor.toFixed(1)} times to ${words(found.scaled)}: it teaches blur.`,
        ),
      )
    return findings
  })
}

const words = ({ width, height }: Size): string => `${width} × ${height}`

/** Groups images by their bucket: `width × height`. */
export function byBucket(
  images: readonly CheckedImage[],
  cut: (image: Size) => Cut | null,
): ReadonlyMap<string, readonly CheckedImage[]> {
  return Map.groupBy(images, ({ size }) => {
    const found = cut(size)
    return found ? words(found.bucket) : ''
  })
}
