import { ratio, type Size } from './cut.ts'
import { kohyaCut } from './kohya.ts'
import type { CutOf } from './trainer-cut.ts'

/** Returns width by height of an image's bucket, or of the image itself when it has none. */
export const bucketRatio = (image: Size, cutOf: CutOf): number => ratio(cutOf(image)?.bucket ?? image)

const USUAL = { resolution: { width: 1024, height: 1024 }, min: 256, max: 2048, step: 64, noUpscale: false }

/** Returns the ratio of an image's bucket among those that most trainers share: steps of 64 px at the area of 1024 × 1024. */
export const usualRatio = (image: Size): number => bucketRatio(image, (size) => kohyaCut(size, USUAL))
