/** A decoder with a simulated crash: decoding a file of this name ends its process as a fault in native code does. */
import { basename } from 'node:path'
import { createMeasureMany } from '../../src/main/evaluation/local/measure-many.ts'
import { createMeasure } from '../../src/main/evaluation/local/measure.ts'
import { serveCalls } from '../../src/main/kit/serve-calls.ts'
import { drawThumbnail, type ThumbnailJob } from '../../src/main/media/draw-thumbnail.ts'
import type { MeasureJob } from '../../src/main/evaluation/local/measure.ts'

const sound = createMeasure(async () => null)
const guard = (file: string): void => {
  if (basename(file) === 'ann_2.jpg') process.abort()
}
const measure = (job: MeasureJob) => (guard(job.file), sound(job))

serveCalls({
  measure,
  measureMany: createMeasureMany(measure),
  drawThumbnail: (job: ThumbnailJob) => (guard(job.file), drawThumbnail(job)),
})
