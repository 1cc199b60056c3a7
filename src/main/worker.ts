import type { Assessment } from './domain/assessment.ts'
import { type JudgedImage, judge as judgeImages } from './domain/judge.ts'
import type { Measured } from './domain/measures.ts'
import { createEye } from './evaluation/local/eye.ts'
import { createMeasure } from './evaluation/local/measure.ts'

/** The functions that run in the worker pool, by name. Each takes one structured-cloneable argument. */
export { judgeMany } from './evaluation/judge-many.ts'
export { inspect } from './evaluation/local/inspect.ts'
export { render } from './generation/local/render.ts'

export const judge = ({
  images,
  base,
}: {
  readonly images: readonly JudgedImage[]
  readonly base: Measured | null
}): ReadonlyMap<string, Assessment> => judgeImages(images, base)

/** A thread keeps its network for as long as it lives. */
export const measure = createMeasure(createEye())
