/** Serves the functions of `decoder/functions.ts` from a worker thread. */
import { drawTile } from '../../src/main/evaluation/draw-picture.ts'
import { createEye } from '../../src/main/evaluation/local/eye.ts'
import { createMeasureMany } from '../../src/main/evaluation/local/measure-many.ts'
import { createMeasure } from '../../src/main/evaluation/local/measure.ts'
import { drawThumbnail } from '../../src/main/media/draw-thumbnail.ts'

export const measureMany = createMeasureMany(createMeasure(createEye()))
export { drawThumbnail, drawTile }
