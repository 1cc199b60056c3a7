import { createEye } from './evaluation/local/eye.ts'
import { createMeasureMany } from './evaluation/local/measure-many.ts'
import { createMeasure } from './evaluation/local/measure.ts'

/** The functions that run in the worker pool, by name. Each takes one structured-cloneable argument. */
export { countTokens } from './captioning/count-tokens.ts'
export { judge } from './domain/judge.ts'
export { judgeMany } from './evaluation/judge-many.ts'
export { digests } from './evaluation/local/measure-many.ts'
export { inspect } from './evaluation/local/inspect.ts'
export { render } from './generation/local/render.ts'
export { toJpeg } from './media/to-jpeg.ts'
export { findCrop } from './training/image/find-crop.ts'
export { prepare } from './training/image/prepare.ts'

/** A thread keeps its network for as long as it lives. */
export const measure = createMeasure(createEye())
export const measureMany = createMeasureMany(measure)
